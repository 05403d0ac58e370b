package io.djong.runtime.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A version of numbers, as {@code 535.104.05} or {@code 12.2}; what is not said is zero. */
record DottedVersion(List<Integer> parts, String text) implements Comparable<DottedVersion> {
    private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){0,3}");

    static Optional<DottedVersion> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Integer> parts =
                Arrays.stream(text.split("\\.", -1)).map(Integer::parseInt).collect(Collectors.toList());
        return Optional.of(new DottedVersion(List.copyOf(parts), text));
    }

    int part(int index) {
        return index < parts.size() ? parts.get(index) : 0;
    }

    @Override
    public int compareTo(DottedVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = Integer.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DottedVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return part(0) * 31 + part(1);
    }

    @Override
    public String toString() {
        return text;
    }
}
