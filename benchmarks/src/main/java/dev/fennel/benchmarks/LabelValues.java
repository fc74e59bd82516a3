package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The values of the labels {@link ScrapeLoad#LABEL_NAMES} for many series. */
final class LabelValues {
    private LabelValues() {}

    /**
     * Makes label values.
     *
     * @param series the number of series
     * @return three values for each, no two series with the same ones
     */
    static List<String[]> of(int series) {
        List<String[]> all = new ArrayList<>(series);
        for (int i = 0; i < series; i++) {
            all.add(new String[] {"method" + i % 10, "code" + i / 10 % 100, "handler" + i / 1000});
        }
        return all;
    }
}
