package io.djong.cli;

/** Runs through the commands once, for the AOT cache to learn which classes they need. */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) {
        Main.main(new String[0]);
    }
}
