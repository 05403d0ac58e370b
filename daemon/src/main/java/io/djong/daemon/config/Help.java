package io.djong.daemon.config;

/** The text of {@code djongd --help}. */
public final class Help {
    private static final int COLUMN = 44;

    private Help() {}

    public static String text() {
        StringBuilder out = new StringBuilder("""

                Usage:  djongd [OPTIONS]

                A container engine behind the Docker Engine API.

                Options:
                """);
        for (Option option : Options.ALL) {
            if (option.effect() == Option.Effect.HONOURED && !option.flag().isEmpty()) {
                out.append(line(option)).append('\n');
            }
        }
        return out.append("""

                dockerd's other flags are accepted with a warning that they have no effect. Those which would protect (--tls…,
                --authorization-plugin, --selinux-enabled, --rootless) and unknown ones are refused.
                """).toString();
    }

    private static String line(Option option) {
        String letter = option.letter() == 0 ? "      " : "  -" + option.letter() + ", ";
        String left = letter + "--" + option.flag() + " " + option.kind().word();
        return left + " ".repeat(Math.max(1, COLUMN - left.length())) + option.help();
    }
}
