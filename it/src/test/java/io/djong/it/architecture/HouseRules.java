package io.djong.it.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

/**
 * The rules that hold for every shipped class.
 *
 * @param root the package that holds the modules, one package each
 */
record HouseRules(String root) {
    /** Which modules each module may see. A new edge is a decision: it is written here, with the reason in the change. */
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("kernel", Set.of()),
            Map.entry("http", Set.of("model")),
            Map.entry("store", Set.of("model", "kernel")),
            Map.entry("registry", Set.of("model")),
            // It serves, keeps content, and fetches what it is a cache of.
            Map.entry("distribution", Set.of("model", "http", "store", "registry")),
            Map.entry("runtime", Set.of("model", "kernel")),
            Map.entry("log", Set.of("model", "kernel")),
            Map.entry("network", Set.of("model", "kernel")),
            Map.entry("engine", Set.of("model", "kernel", "store", "registry", "runtime", "log", "network")),
            // Credentials and network requests pass through engine's signatures as their modules define them.
            Map.entry("api", Set.of("model", "http", "engine", "registry", "network")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "model",
                            "kernel",
                            "http",
                            "store",
                            "registry",
                            "distribution",
                            "runtime",
                            "log",
                            "network",
                            "engine",
                            "api")),
            Map.entry("client", Set.of("model")),
            Map.entry("cli", Set.of("model", "client")));

    private static final List<String> VAGUE =
            List.of("util", "utils", "common", "impl", "helper", "helpers", "manager");

    /** Types that are there to be changed; an immutable map or list is declared by its interface. */
    private static final List<Class<?>> STATE = List.of(
            AbstractCollection.class,
            AbstractMap.class,
            ConcurrentMap.class,
            Executor.class,
            Lock.class,
            StringBuilder.class,
            Thread.class,
            ThreadLocal.class);

    /** Classes that may hold something in static fields, each with its reason. */
    private static final Map<String, String> MAY_HOLD =
            Map.of("io.djong.kernel.ffi.Scratch", "native memory between two loans; what it holds means nothing");

    static Set<String> modules() {
        return MAY_SEE.keySet();
    }

    /** Each module sees only what the graph allows. */
    Map<String, ArchRule> moduleGraph() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        MAY_SEE.forEach((module, seen) -> {
            String[] forbidden = MAY_SEE.keySet().stream()
                    .filter(other -> !other.equals(module) && !seen.contains(other))
                    .map(this::everythingIn)
                    .toArray(String[]::new);
            rules.put(
                    module,
                    noClasses()
                            .that()
                            .resideInAPackage(everythingIn(module))
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(forbidden))
                            .because("module " + module + " may see only " + seen)
                            .allowEmptyShould(true));
        });
        return rules;
    }

    /** Every class is in a module that the graph knows. */
    ArchRule knownModules() {
        String[] known = MAY_SEE.keySet().stream().map(this::everythingIn).toArray(String[]::new);
        return classes().should().resideInAnyPackage(known).because("a new module is entered in the graph first");
    }

    /** No cycle of packages. */
    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    /** Only kernel calls the kernel. */
    ArchRule nativeCode() {
        return noClasses()
                .that(resideOutsideOfPackages(everythingIn("kernel")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .because("native calls, segments and layouts stay in kernel")
                .allowEmptyShould(true);
    }

    /** No package is named for what it is not. */
    ArchRule telling() {
        String[] vague = VAGUE.stream().map(name -> ".." + name + "..").toArray(String[]::new);
        return noClasses().should().resideInAnyPackage(vague).because("a package is named for its concept");
    }

    /** No program is started through {@code java.lang.Process}, whose reaper would take the daemon's children. */
    ArchRule noProcessBuilder() {
        return noClasses()
                .that(resideOutsideOfPackages(everythingIn("cli"), everythingIn("client")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ProcessBuilder.class.getName())
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .because("the daemon is a subreaper and starts programs by posix_spawn")
                .allowEmptyShould(true);
    }

    /** No state in static fields. */
    ArchRule noStaticState() {
        return fields().that().areStatic().should(beConstant()).because("state has an owner; wiring is in daemon");
    }

    private String everythingIn(String module) {
        return root + "." + module + "..";
    }

    private static ArchCondition<JavaField> beConstant() {
        return new ArchCondition<>("be constant") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean constant = field.getModifiers().contains(JavaModifier.FINAL) && !holdsState(field.getRawType());
                boolean excepted = MAY_HOLD.containsKey(field.getOwner().getName());
                // A switch over an enum, and an assertion, compile to fields that nobody wrote.
                boolean written = !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !field.getName().startsWith("$");
                events.add(new SimpleConditionEvent(
                        field, constant || excepted || !written, field.getDescription() + " is static and can change"));
            }
        };
    }

    private static boolean holdsState(JavaClass type) {
        return type.getFullName().startsWith("java.util.concurrent.atomic.")
                || STATE.stream().anyMatch(type::isAssignableTo);
    }
}
