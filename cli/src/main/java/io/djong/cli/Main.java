package io.djong.cli;

/** The program {@code djong}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length == 0 ? 0 : 1);
    }
}
