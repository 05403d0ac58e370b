package io.djong.client.json;

/** A JSON number, kept as it was written so that nothing is lost on the way through. */
public record JsonNumber(String text) implements JsonValue {

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** The value cut down to a whole number; 0 where it does not fit. */
    public long longValue() {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException fraction) {
            return (long) doubleValue();
        }
    }

    public double doubleValue() {
        return Double.parseDouble(text);
    }
}
