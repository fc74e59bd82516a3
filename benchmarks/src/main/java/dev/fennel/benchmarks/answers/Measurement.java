package dev.fennel.benchmarks.answers;

import java.util.List;

/** A way to answer a question: with JMH, which is an {@link Interview}, or with a program of its own. */
@FunctionalInterface
public interface Measurement {
    /**
     * Measures all libraries that are on the class path, one right after the other, so that changes in the load of the
     * machine affect all.
     *
     * @param title what is measured, in a few words; the operation of each comparison begins with them
     * @param effort how long to measure
     * @return a comparison for each case, or none if there is nothing to measure
     * @throws Exception if a library or a JVM fails
     */
    List<Comparison> measure(String title, Effort effort) throws Exception;
}
