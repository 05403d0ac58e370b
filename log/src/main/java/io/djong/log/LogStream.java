package io.djong.log;

/** The stream that a container wrote to. */
public enum LogStream {
    STDOUT("stdout"),
    STDERR("stderr");

    private final String word;

    LogStream(String word) {
        this.word = word;
    }

    /** The stream's name in log files. */
    public String word() {
        return word;
    }
}
