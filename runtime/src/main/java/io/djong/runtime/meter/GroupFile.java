package io.djong.runtime.meter;

import io.djong.kernel.file.OpenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One file of a control group; where it is missing, or has gone, it says nothing. */
record GroupFile(Optional<OpenFile> opened, CounterText text) {
    /** Reads it anew. @return its text; at its end where there is none */
    CounterText lines() {
        if (opened.isEmpty() || !text.read(opened.get())) {
            text.clear();
        }
        return text;
    }

    /** Its only number. */
    long number(long otherwise) {
        return lines().number(otherwise);
    }

    /** The numbers of its first line. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        for (CounterText line = lines(); line.hasWord(); ) {
            numbers.add(line.number(0));
        }
        return numbers;
    }
}
