package dev.fennel.collectors.process;

import java.util.Map;

/** A place where the numbers about this process are read. */
@FunctionalInterface
public interface ProcessSource {
    /**
     * Reads the numbers afresh.
     *
     * @param values takes them; one that is unknown may be left out, or be NaN or negative
     */
    void read(Map<ProcessFamily, Double> values);
}
