package io.djong.it.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
    private static final HouseRules RULES = new HouseRules("io.djong");
    private static final HouseRules SAMPLE_RULES = new HouseRules("io.djong.it.architecture.broken");

    private final JavaClasses shipped = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location ->
                    HouseRules.modules().stream().anyMatch(module -> location.contains("/io/djong/" + module + "/")))
            .importPackages("io.djong");
    private final JavaClasses broken = new ClassFileImporter().importPackages("io.djong.it.architecture.broken");

    @TestFactory
    Stream<DynamicTest> everyModuleSeesOnlyWhatTheGraphAllows() {
        return RULES.moduleGraph().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(shipped)));
    }

    @Test
    void packagesHaveNoCycles() {
        RULES.noCycles().check(shipped);
    }

    @Test
    void onlyKernelCallsNativeCode() {
        RULES.nativeCode().check(shipped);
    }

    @Test
    void packagesAreNamedForTheirConcept() {
        RULES.telling().check(shipped);
    }

    @Test
    void theDaemonStartsProgramsItself() {
        RULES.noProcessBuilder().check(shipped);
    }

    @Test
    void staticFieldsAreConstants() {
        RULES.noStaticState().check(shipped);
    }

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        HouseRules.modules()
                .forEach(module -> assertTrue(
                        shipped.stream().anyMatch(type -> type.getPackageName().startsWith("io.djong." + module)),
                        "no class of module " + module + " was found"));
    }

    @Test
    void aForbiddenEdgeIsFound() {
        assertBroken(Objects.requireNonNull(SAMPLE_RULES.moduleGraph().get("store")), "store.SeesNetwork");
    }

    @Test
    void aCycleIsFound() {
        assertBroken(SAMPLE_RULES.noCycles(), "Cycle detected");
    }

    @Test
    void nativeCodeOutsideKernelIsFound() {
        assertBroken(SAMPLE_RULES.nativeCode(), "store.CallsNative");
    }

    @Test
    void nativeCodeInKernelIsAllowed() {
        assertFalse(SAMPLE_RULES
                .nativeCode()
                .evaluate(broken)
                .getFailureReport()
                .toString()
                .contains("kernel.Native"));
    }

    @Test
    void aVaguePackageIsFound() {
        assertBroken(SAMPLE_RULES.telling(), "util.Vague");
    }

    @Test
    void aProcessBuilderIsFound() {
        assertBroken(SAMPLE_RULES.noProcessBuilder(), "runtime.StartsAProgram");
    }

    @Test
    void staticStateIsFound() {
        assertBroken(SAMPLE_RULES.noStaticState(), "State.counter");
        assertBroken(SAMPLE_RULES.noStaticState(), "State.CACHE");
    }

    private void assertBroken(ArchRule rule, String culprit) {
        EvaluationResult result = rule.evaluate(broken);
        assertTrue(result.hasViolation(), () -> "no violation of: " + rule.getDescription());
        String report = result.getFailureReport().toString();
        assertTrue(report.contains(culprit), report);
    }
}
