package dev.fennel.model;

import dev.fennel.internal.Nullable;
import java.time.Instant;
import java.util.Objects;

/**
 * One observation kept as an example, with labels that lead to it, usually {@code trace_id} and {@code span_id}.
 *
 * @param labels the labels; names and values have at most {@value #MAX_CODE_POINTS} code points together
 * @param value what was observed or added
 * @param timestamp when, or null if that is not known, as OpenMetrics and protobuf allow
 */
public record Exemplar(
        Labels labels, double value, @Nullable Instant timestamp) {
    /** How long all label names and values may be together, in code points: the limit of OpenMetrics 1.0. */
    public static final int MAX_CODE_POINTS = 128;

    /**
     * Checks the length of the labels.
     *
     * @param labels the labels
     * @param value what was observed or added
     * @param timestamp when, or null if that is not known
     * @throws IllegalArgumentException if the labels are too long
     */
    public Exemplar {
        Objects.requireNonNull(labels, "labels");
        int length = length(labels);
        if (length > MAX_CODE_POINTS) {
            throw new IllegalArgumentException("exemplar labels " + labels + " have " + length
                    + " code points, expected at most " + MAX_CODE_POINTS);
        }
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Exemplar that
                && labels.equals(that.labels)
                && Double.compare(value, that.value) == 0
                && Objects.equals(timestamp, that.timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, value, timestamp);
    }

    @Override
    public String toString() {
        return "Exemplar[labels=" + labels + ", value=" + value + ", timestamp=" + timestamp + "]";
    }

    /**
     * How long labels are, by which an exemplar is refused.
     *
     * @param labels any labels
     * @return the code points of all names and values
     */
    public static int length(Labels labels) {
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            length += codePoints(labels.name(i)) + codePoints(labels.value(i));
        }
        return length;
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
