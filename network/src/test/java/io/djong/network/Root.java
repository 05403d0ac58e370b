package io.djong.network;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What tests of the real kernel need: without it they are skipped, save on CI, where that is an error. */
final class Root {
    private Root() {}

    static void required() {
        if ("root".equals(System.getProperty("user.name"))) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("needs root");
        }
        abort("needs root");
    }
}
