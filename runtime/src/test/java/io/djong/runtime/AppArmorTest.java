package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AppArmorTest {
    @Test
    void theProfileStandsAloneWhereTheHostHasNoPolicies() {
        String text = AppArmor.text("unconfined", name -> false);
        assertTrue(text.startsWith("@{PROC}=/proc/\nprofile \"docker-default\" "), text);
        assertFalse(text.contains("include"), text);
        assertTrue(text.endsWith("\n}\n"), text);
        String rules = text.substring(text.indexOf(") {\n") + 4, text.lastIndexOf('}'));
        rules.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .forEach(line -> assertTrue(line.endsWith(","), line));
    }

    @Test
    void itTakesWhatThePoliciesOfTheHostHave() {
        String text =
                AppArmor.text("/usr/bin/djongd", Set.of("abi/3.0", "tunables/global", "abstractions/base")::contains);
        assertTrue(text.startsWith("abi <abi/3.0>,\n#include <tunables/global>\nprofile "), text);
        assertTrue(text.contains("{\n  #include <abstractions/base>\n"), text);
        assertTrue(text.contains("  signal (receive) peer=\"/usr/bin/djongd\",\n"), text);
    }

    @Test
    void containersMaySignalAndTraceEachOtherOnlyByTheirOwnProfile() {
        String text = AppArmor.text("unconfined", name -> false);
        assertEquals(
                2,
                text.lines()
                        .filter(line -> line.startsWith("  signal (send") || line.startsWith("  ptrace"))
                        .filter(line -> line.endsWith("peer=\"docker-default\","))
                        .count());
    }
}
