package io.djong.runtime.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    @TempDir
    Path temp;

    private Path etc;
    private Path run;

    @BeforeEach
    void directories() throws IOException {
        etc = Files.createDirectory(temp.resolve("etc"));
        run = Files.createDirectory(temp.resolve("run"));
    }

    private Catalog catalog() {
        return Catalog.read(List.of(etc, temp.resolve("missing"), run));
    }

    /** One device that sets a variable to where it comes from. */
    private static void describe(Path file, String device, String from) throws IOException {
        Files.writeString(file, """
                {"cdiVersion": "0.6.0", "kind": "acme.com/toy", "devices": [
                  {"name": "%s", "containerEdits": {"env": ["FROM=%s"]}}]}
                """.formatted(device, from));
    }

    private String failure(String... names) {
        return assertThrows(InvalidArgument.class, () -> catalog().edits(List.of(names)))
                .message();
    }

    @Test
    void aFileWithSomethingElseInPlaceOfATextSpoilsNoOther() throws IOException {
        describe(etc.resolve("good.json"), "good", "etc");
        Files.writeString(etc.resolve("bad.json"), """
                {"cdiVersion": "0.6.0", "kind": "acme.com/toy", "devices": [
                  {"name": "bad", "containerEdits": {"env": [{"A": "1"}]}}]}
                """);
        assertEquals(List.of("acme.com/toy=good"), catalog().devices());
        assertTrue(failure("acme.com/toy=bad").contains("bad.json: not a text"));
    }

    @Test
    void whatASpecificationHasForAllComesOnceAndFirst() throws IOException {
        Files.writeString(etc.resolve("toys.json"), """
                {"cdiVersion": "0.8.0", "kind": "acme.com/toy", "containerEdits": {"env": ["ALL=1"]}, "devices": [
                  {"name": "a", "containerEdits": {"env": ["A=1"], "additionalGids": [0, 7]}},
                  {"name": "b", "containerEdits": {"env": ["B=1"], "intelRdt": {"closID": "c", "enableCMT": true}}}]}
                """);
        ContainerEdits edits = catalog().edits(List.of("acme.com/toy=b", "acme.com/toy=a"));
        assertEquals(List.of("ALL=1", "B=1", "A=1"), edits.env());
        assertEquals(List.of(7L), edits.groups());
        assertEquals("{closID=c, enableCMT=true}", new java.util.TreeMap<>(edits.cache()).toString());
    }

    @Test
    void yamlSaysTheSame() throws IOException {
        Files.writeString(etc.resolve("toys.yaml"), """
                cdiVersion: "0.5.0"
                kind: acme.com/toy
                devices:
                - name: 0
                  containerEdits:
                    deviceNodes:
                    - {path: /dev/toy, hostPath: /dev/host, type: c, major: 10, minor: 229, fileMode: 0660, uid: 3}
                    mounts:
                    - hostPath: /opt/toy
                      containerPath: /toy
                      options: [ro, nosuid]
                    hooks:
                    - hookName: createContainer
                      path: /bin/ldconfig
                      args: [ldconfig, -r]
                      env: [A=b]
                      timeout: 5
                """);
        ContainerEdits edits = catalog().edits(List.of("acme.com/toy=0"));
        assertEquals(
                List.of(new ContainerEdits.DeviceNode(
                        "/dev/toy",
                        "/dev/host",
                        "c",
                        OptionalLong.of(10),
                        OptionalLong.of(229),
                        OptionalInt.of(0660),
                        "",
                        OptionalLong.of(3),
                        OptionalLong.empty())),
                edits.deviceNodes());
        assertEquals(
                List.of(new ContainerEdits.Mount("/opt/toy", "/toy", "", List.of("ro", "nosuid"))), edits.mounts());
        assertEquals(
                List.of(new ContainerEdits.Hook(
                        "createContainer", "/bin/ldconfig", List.of("ldconfig", "-r"), List.of("A=b"), Optional.of(5))),
                edits.hooks());
    }

    @Test
    void theLaterDirectoryWins() throws IOException {
        describe(etc.resolve("toy.json"), "a", "etc");
        describe(run.resolve("toy.json"), "a", "run");
        assertEquals(
                List.of("FROM=run"), catalog().edits(List.of("acme.com/toy=a")).env());
    }

    @Test
    void twoInOneDirectoryAreAConflict() throws IOException {
        describe(etc.resolve("1.json"), "a", "1");
        describe(etc.resolve("2.json"), "a", "2");
        describe(etc.resolve("3.json"), "b", "3");
        assertEquals(List.of("acme.com/toy=b"), catalog().devices());
        String words = failure("acme.com/toy=a");
        assertTrue(words.contains("conflicting device \"acme.com/toy=a\" (specs \"" + etc.resolve("1.json")), words);
    }

    @Test
    void whatIsMissingIsNamedAndWhereItWasLookedFor() {
        assertEquals(
                "CDI device injection failed: unresolvable CDI devices acme.com/toy=x, acme.com/toy=y (looked in " + etc
                        + ", " + temp.resolve("missing") + ", " + run + ")",
                failure("acme.com/toy=x", "acme.com/toy=y"));
    }

    @Test
    void aWrongFileKeepsNoOtherFromBeingRead() throws IOException {
        describe(etc.resolve("a.json"), "a", "etc");
        Files.writeString(etc.resolve("b.yaml"), "a: [");
        Files.writeString(etc.resolve("c.txt"), "not one");
        assertEquals(List.of("acme.com/toy=a"), catalog().devices());
        String words = failure("acme.com/toy=b");
        assertTrue(words.contains(etc.resolve("b.yaml") + ": invalid YAML: "), words);
    }

    @Test
    void yamlThatHoldsItselfIsRefused() throws IOException {
        Files.writeString(etc.resolve("a.yaml"), "a: &a [*a]");
        String words = failure("acme.com/toy=a");
        assertTrue(words.contains("invalid YAML: nested too deeply"), words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"cdiVersion":"3.0.0","kind":"a.b/c"} | unknown CDI version "3.0.0"
                    {"cdiVersion":"0.6.0","kind":"nokind"} | invalid kind "nokind"
                    {"cdiVersion":"0.6.0","kind":"a.b/c"} | no devices
                    {"cdiVersion":"0.6.0","kind":"a.b/c","devices":[{"name":"-"}]} | invalid device name "-"
                    {"cdiVersion":"0.6.0","kind":"a.b/c","devices":[{"name":"x"},{"name":"x"}]} | multiple devices
                    """)
    void aSpecificationIsChecked(String json, String words) throws IOException {
        Files.writeString(etc.resolve("a.json"), json);
        String failure = failure("a.b/c=x");
        assertTrue(failure.contains(words), failure);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"env":["novalue"]} | invalid environment variable "novalue"
                    {"deviceNodes":[{}]} | invalid (empty) device path
                    {"deviceNodes":[{"path":"/dev/a","type":"z"}]} | device "/dev/a": invalid type "z"
                    {"deviceNodes":[{"path":"/dev/a","permissions":"x"}]} | device "/dev/a": invalid permissions "x"
                    {"deviceNodes":[{"path":"/dev/a","major":"q"}]} | not a number: "q"
                    {"mounts":[{"containerPath":"/a"}]} | invalid mount, empty host path
                    {"mounts":[{"hostPath":"/a"}]} | invalid mount, empty container path
                    {"mounts":{}} | not a list: {}
                    {"hooks":[{"hookName":"never","path":"/a"}]} | invalid hook name "never"
                    {"hooks":[{"hookName":"poststop"}]} | invalid hook "poststop" with empty path
                    {"intelRdt":{"closID":"../x"}} | invalid closID "../x"
                    """)
    void editsAreChecked(String edits, String words) throws IOException {
        Files.writeString(
                etc.resolve("a.json"),
                "{\"cdiVersion\":\"1.0.0\",\"kind\":\"a.b/c\",\"devices\":[{\"name\":\"x\",\"containerEdits\":" + edits
                        + "}]}");
        String failure = failure("a.b/c=x");
        assertTrue(failure.contains(words), failure);
    }
}
