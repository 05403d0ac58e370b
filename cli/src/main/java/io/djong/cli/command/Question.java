package io.djong.cli.command;

import java.io.IOException;
import java.util.Locale;

/** Asks before something is removed for good. */
final class Question {
    private Question() {}

    /** Whether the user says yes; the end of the input is a no. */
    static boolean confirms(Session session, String warning) {
        session.out().print(warning + "\nAre you sure you want to continue? [y/N] ");
        session.out().flush();
        StringBuilder answer = new StringBuilder();
        try {
            for (int c = session.streams().in().read();
                    c >= 0 && c != '\n';
                    c = session.streams().in().read()) {
                answer.append((char) c);
            }
        } catch (IOException e) {
            return false;
        }
        return answer.toString().strip().toLowerCase(Locale.ROOT).equals("y");
    }
}
