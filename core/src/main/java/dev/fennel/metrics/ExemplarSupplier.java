package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Labels;
import java.util.Objects;

/**
 * Supplies the trace that the current thread works for, so that counters and histograms keep exemplars automatically,
 * and a dashboard leads from a slow bucket to a trace. This is all that Fennel knows about tracing:
 *
 * <pre>{@code
 * ExemplarSupplier traces = () -> {
 *     Span span = Span.current();
 *     return span.isSampled() ? Labels.of("trace_id", span.traceId(), "span_id", span.spanId()) : null;
 * };
 * Histogram latency = Histogram.builder("call_duration_seconds", "Latency.").exemplars(traces).register();
 * }</pre>
 *
 * <p>{@link #setDefault} sets a supplier for all counters and histograms that have none of their own. Until then there
 * are no automatic exemplars, and they cost nothing.
 *
 * <p>A counter has one exemplar, a histogram one for each bucket. The first observation that belongs to a trace gives
 * it. It stays until it is written in OpenMetrics or protobuf when it is at least 7 seconds old, which is less than
 * servers usually let pass between scrapes: then the next observation that belongs to a trace replaces it. So most
 * scrapes of a busy series find exemplars from after the one before. If nobody scrapes, or only as text, the first
 * exemplars stay. One that is given explicitly replaces the present one at once.
 *
 * <p>The supplier is asked only when an exemplar is wanted. So a tracing system that wants to keep the traces that
 * exemplars lead to can mark the current trace when the supplier is asked. If there is no trace, the next observation
 * asks again; but after it has asked about 10,000 times in vain for one counter or bucket, it waits for the next
 * scrape.
 *
 * <p>The supplier is called by the thread that counts or observes, right after it has done so and outside of any lock.
 * It must not count or observe with an instrument that it supplies. If it throws, or returns labels that are too long,
 * there is no exemplar; this is logged once.
 */
@FunctionalInterface
public interface ExemplarSupplier {
    /** Supplies no exemplars: for an instrument that is to have none, whatever the default. */
    ExemplarSupplier NONE = () -> null;

    /**
     * The labels that lead to the current trace.
     *
     * @return labels such as {@code trace_id} and {@code span_id}, of at most
     *     {@value dev.fennel.model.Exemplar#MAX_CODE_POINTS} code points together; null or no labels if there is no
     *     such trace
     */
    @Nullable
    Labels labels();

    /**
     * Sets the supplier for all counters and histograms without one of their own, existing ones included. This is for
     * an application or its tracing agent to decide, not for a library.
     *
     * @param supplier the supplier, or {@link #NONE}
     */
    static void setDefault(ExemplarSupplier supplier) {
        ExemplarSampler.setDefault(Objects.requireNonNull(supplier, "supplier"));
    }
}
