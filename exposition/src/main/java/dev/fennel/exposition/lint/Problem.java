package dev.fennel.exposition.lint;

import java.util.Comparator;
import java.util.Objects;

/**
 * Something unusual about a metric. Problems are ordered by metric, then by text.
 *
 * @param metric the name of the metric; empty if it is in a line of a text whose name could not be read
 * @param text what is unusual, for people to read
 */
public record Problem(String metric, String text) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::metric).thenComparing(Problem::text);

    /**
     * Checks that neither is null.
     *
     * @param metric the name of the metric
     * @param text what is unusual
     */
    public Problem {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(text, "text");
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Problem that && metric.equals(that.metric) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * metric.hashCode() + text.hashCode();
    }

    /**
     * Compares by metric, then by text, as strings are compared.
     *
     * @param other another problem
     * @return a negative number, zero or a positive number if this is before, equal to or after the other
     */
    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /**
     * The problem as {@code promtool check metrics} writes it.
     *
     * @return metric and text, with a blank between them; the text alone if the metric is empty
     */
    @Override
    public String toString() {
        return metric.isEmpty() ? text : metric + " " + text;
    }
}
