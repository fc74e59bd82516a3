package dev.fennel.pushgateway;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.registry.Gatherer;
import java.io.IOException;

/**
 * Where a batch job reports its end, together with the metrics of that job: a group of a gateway, a store, or a file.
 * Safe for use by any number of threads.
 */
interface JobReport {
    /**
     * Replaces what is there by the gauges and the metrics of the job.
     *
     * @throws IncompleteMetricsException if these metrics are not fit for it; nothing has changed then
     */
    void replace(Gatherer gauges) throws IOException;

    /**
     * Puts the gauges and the metrics of the job in place of those with the same names, and keeps the others.
     *
     * @throws IncompleteMetricsException if these metrics are not fit for it; nothing has changed then
     */
    void add(Gatherer gauges) throws IOException;

    /** Does the same with the gauges alone, without the metrics of the job. */
    void addAlone(Gatherer gauges) throws IOException;
}
