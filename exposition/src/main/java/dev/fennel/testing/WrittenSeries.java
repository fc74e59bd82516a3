package dev.fennel.testing;

import dev.fennel.model.Labels;
import java.util.List;

/**
 * One series as a format writes it.
 *
 * @param labels the labels of the series, without {@code le} and {@code quantile}
 * @param timestampMillis when it was measured, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
 * @param samples its lines; those of a histogram are several
 */
record WrittenSeries(Labels labels, long timestampMillis, List<WrittenSample> samples) {}
