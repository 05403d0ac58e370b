package io.djong.engine.resources;

import io.djong.model.error.InvalidArgument;
import java.util.BitSet;

/** Numbers of processors or memory nodes, as {@code 0-2,5}. */
record CpuList(BitSet numbers) {
    /** More than any kernel has; bounds what a request can make of this. */
    private static final int LARGEST = 8192;

    /** @throws InvalidArgument if the text is none */
    static CpuList parse(String text) {
        BitSet numbers = new BitSet();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(text, dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : number(text, part.substring(dash + 1));
            if (last < first) {
                throw malformed(text);
            }
            numbers.set(first, last + 1);
        }
        return new CpuList(numbers);
    }

    private static int number(String text, String digits) {
        try {
            int value = Integer.parseInt(digits);
            if (value > LARGEST) {
                throw new InvalidArgument("value of out range, maximum is " + LARGEST); // the words are Docker's
            }
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid format: " + text, e);
        }
        throw malformed(text);
    }

    private static InvalidArgument malformed(String text) {
        return new InvalidArgument("invalid format: " + text);
    }

    boolean isWithin(CpuList others) {
        BitSet beyond = (BitSet) numbers.clone();
        beyond.andNot(others.numbers);
        return beyond.isEmpty();
    }
}
