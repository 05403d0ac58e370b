package io.djong.runtime.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SeccompTest {
    private static HostFacts facts(String architecture, int major, int minor) {
        return new HostFacts(
                architecture,
                new HostFacts.KernelVersion(major, minor),
                false,
                Set.of(),
                Map.of(),
                0,
                true,
                Set.of(),
                List.of(),
                "");
    }

    private static JsonNode profile(HostFacts facts, Optional<String> wanted, Set<String> capabilities) {
        SecurityOptions options = new SecurityOptions(false, wanted, false, Optional.empty());
        return Json.read(
                String.valueOf(new Seccomp(facts, Seccomp.BUILT_IN)
                        .of(options, capabilities, false)
                        .orElseThrow()
                        .rawValue()),
                JsonNode.class);
    }

    private static JsonNode byDefault(String... capabilities) {
        return profile(facts("amd64", 6, 1), Optional.empty(), Set.of(capabilities));
    }

    /** The actions for a system call, with their arguments. */
    private static List<String> rules(JsonNode profile, String call) {
        List<String> found = new ArrayList<>();
        for (JsonNode rule : profile.get("syscalls")) {
            rule.get("names").forEach(name -> {
                if (name.asString().equals(call)) {
                    found.add(rule.get("action").asString().replace("SCMP_ACT_", "")
                            + (rule.has("errnoRet") ? rule.get("errnoRet").asString() : "")
                            + (rule.has("args") ? " " + rule.get("args") : ""));
                }
            });
        }
        return found;
    }

    @Test
    void whatIsNotNamedFailsWithEperm() {
        JsonNode profile = byDefault();
        assertEquals("SCMP_ACT_ERRNO", profile.get("defaultAction").asString());
        assertEquals(1, profile.get("defaultErrnoRet").asInt());
        assertEquals(List.of("ALLOW"), rules(profile, "openat2"));
        for (String refused : List.of("mount", "keyctl", "bpf", "reboot", "kexec_load", "io_uring_setup", "unshare")) {
            assertEquals(List.of(), rules(profile, refused), refused);
        }
    }

    @Test
    void capabilitiesOpenWhatTheyAreFor() {
        assertEquals(List.of("ALLOW"), rules(byDefault("CAP_SYS_ADMIN"), "mount"));
        assertEquals(List.of("ALLOW"), rules(byDefault("CAP_SYS_BOOT"), "reboot"));
        assertEquals(List.of("ALLOW"), rules(byDefault("CAP_SYS_CHROOT"), "chroot"));
        assertEquals(List.of(), rules(byDefault(), "chroot"));
    }

    @Test
    void newNamespacesNeedSysAdmin() {
        String masked = "ALLOW [{\"index\":0,\"value\":2114060288,\"op\":\"SCMP_CMP_MASKED_EQ\"}]";
        assertEquals(List.of(masked), rules(byDefault(), "clone"));
        assertEquals(List.of("ERRNO38"), rules(byDefault(), "clone3"));
        assertEquals(List.of("ALLOW"), rules(byDefault("CAP_SYS_ADMIN"), "clone"));
        assertEquals(List.of("ALLOW"), rules(byDefault("CAP_SYS_ADMIN"), "clone3"));
    }

    @Test
    void vsockIsOutOfReach() {
        assertEquals(
                List.of("ALLOW [{\"index\":0,\"value\":40,\"op\":\"SCMP_CMP_NE\"}]"), rules(byDefault(), "socket"));
    }

    @Test
    void architectureAndKernelCount() {
        JsonNode arm = profile(facts("arm64", 6, 1), Optional.empty(), Set.of());
        assertEquals(
                "[\"SCMP_ARCH_AARCH64\",\"SCMP_ARCH_ARM\"]",
                arm.get("architectures").toString());
        assertEquals(List.of(), rules(arm, "arch_prctl"));
        assertEquals(List.of("ALLOW"), rules(arm, "breakpoint"));
        assertEquals(
                "[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\"]",
                byDefault().get("architectures").toString());
        assertEquals(List.of("ALLOW"), rules(byDefault(), "ptrace"));
        assertEquals(List.of(), rules(profile(facts("amd64", 4, 4), Optional.empty(), Set.of()), "ptrace"));
    }

    @Test
    void unconfinedHasNoFilter() {
        Seccomp seccomp = new Seccomp(facts("amd64", 6, 1), Seccomp.BUILT_IN);
        SecurityOptions options = new SecurityOptions(false, Optional.of("unconfined"), false, Optional.empty());
        assertTrue(seccomp.of(options, Set.of(), false).isEmpty());
        SecurityOptions none = new SecurityOptions(false, Optional.empty(), false, Optional.empty());
        assertTrue(seccomp.of(none, Set.of(), true).isEmpty());
    }

    @Test
    void aProfileOfTheUsersIsRead() {
        String text = "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"SCMP_ARCH_X86_64\"], \"syscalls\":"
                + " [{\"name\": \"chmod\", \"action\": \"SCMP_ACT_ERRNO\", \"args\": []},"
                + " {\"names\": [\"a\"], \"action\": \"SCMP_ACT_ERRNO\", \"includes\": {\"caps\": [\"CAP_BPF\"]}}]}";
        JsonNode profile = profile(facts("amd64", 6, 1), Optional.of(text), Set.of());
        assertEquals(
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_X86_64\"],\"syscalls\":"
                        + "[{\"names\":[\"chmod\"],\"action\":\"SCMP_ACT_ERRNO\"}]}",
                profile.toString());
        assertFalse(profile.has("defaultErrnoRet"));
        assertThrows(InvalidArgument.class, () -> profile(facts("amd64", 6, 1), Optional.of("/no/file"), Set.of()));
    }
}
