package dev.fennel.testing;

/**
 * One line of a format, in its two halves.
 *
 * @param key the name with the labels, {@code le} and {@code quantile} included: what a line is matched by
 * @param value the value, with the timestamp and the exemplar after it, if any
 */
record WrittenSample(String key, String value) {
    private static final String EXEMPLAR = " # {";

    /** Splits a line behind its name and labels. */
    static WrittenSample of(String line) {
        int end = keyLength(line);
        return new WrittenSample(line.substring(0, end), line.substring(end + 1));
    }

    private static int keyLength(String line) {
        int brace = line.indexOf('{');
        int blank = line.indexOf(' ');
        if (brace < 0 || blank < brace && blank >= 0) {
            return blank; // the brace, if any, is that of an exemplar
        }
        boolean quoted = false;
        for (int i = brace; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == '}') {
                return i + 1;
            }
        }
        throw new IllegalStateException("expected a sample, got " + line);
    }

    /** The same with nothing behind value and timestamp. */
    WrittenSample withoutExemplar() {
        int end = value.indexOf(EXEMPLAR);
        return end < 0 ? this : new WrittenSample(key, value.substring(0, end));
    }

    /** Whether another value is the same, or would be without the time of its exemplar, which this has without one. */
    boolean isMetBy(String other) {
        return other.equals(value) || value.contains(EXEMPLAR) && other.startsWith(value + " ");
    }

    @Override
    public String toString() {
        return key + " " + value;
    }
}
