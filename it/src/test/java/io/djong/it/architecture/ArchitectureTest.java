package io.djong.it.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
    private static final HouseRules RULES = new HouseRules("io.djong");
    private static final HouseRules SAMPLE_RULES = new HouseRules("io.djong.it.architecture.broken");

    /** All else is: a module that nobody entered in the graph is looked at, and refused. */
    private static final List<String> NEVER_SHIPPED =
            List.of("/io/djong/testkit/", "/io/djong/it/", "/io/djong/bench/", "/io/djong/dist/");

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> NEVER_SHIPPED.stream().noneMatch(location::contains))
            .importPackages("io.djong");
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.djong.it.architecture.broken");

    @TestFactory
    Stream<DynamicTest> everyModuleSeesOnlyWhatTheGraphAllows() {
        return RULES.moduleGraph().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(SHIPPED)));
    }

    @Test
    void packagesHaveNoCycles() {
        RULES.noCycles().check(SHIPPED);
    }

    @Test
    void onlyKernelCallsNativeCode() {
        RULES.nativeCode().check(SHIPPED);
    }

    @Test
    void packagesAreNamedForTheirConcept() {
        RULES.telling().check(SHIPPED);
    }

    @Test
    void theDaemonStartsProgramsItself() {
        RULES.noProcessBuilder().check(SHIPPED);
    }

    @Test
    void staticFieldsAreConstants() {
        RULES.noStaticState().check(SHIPPED);
    }

    @Test
    void everyClassIsInAModuleOfTheGraph() {
        RULES.knownModules().check(SHIPPED);
    }

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        HouseRules.modules()
                .forEach(module -> assertTrue(
                        SHIPPED.stream().anyMatch(type -> type.getPackageName().startsWith("io.djong." + module)),
                        "no class of module " + module + " was found"));
    }

    @Test
    void aForbiddenEdgeIsFound() {
        assertBroken(Objects.requireNonNull(SAMPLE_RULES.moduleGraph().get("store")), "store.SeesNetwork");
    }

    @Test
    void aModuleOutsideTheGraphIsFound() {
        assertBroken(SAMPLE_RULES.knownModules(), "volume.Unknown");
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
                .evaluate(BROKEN)
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
        EvaluationResult result = rule.evaluate(BROKEN);
        assertTrue(result.hasViolation(), () -> "no violation of: " + rule.getDescription());
        String report = result.getFailureReport().toString();
        assertTrue(report.contains(culprit), report);
    }
}
