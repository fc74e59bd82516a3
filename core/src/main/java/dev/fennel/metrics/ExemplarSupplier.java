package dev.fennel.metrics;

import dev.fennel.model.Labels;
import java.util.Objects;

/**
 * Tells which trace the present thread works for, so that counters and histograms keep examples of what they count by
 * themselves, and a dashboard leads from a slow bucket to a trace. This is all that Fennel knows of tracing:
 *
 * <pre>{@code
 * ExemplarSupplier traces = () -> {
 *     Span span = Span.current();
 *     return span.isSampled() ? Labels.of("trace_id", span.traceId(), "span_id", span.spanId()) : null;
 * };
 * Histogram latency = Histogram.builder("call_duration_seconds", "Latency.").exemplars(traces).register();
 * }</pre>
 *
 * <p>{@link #setDefault} sets one for all counters and histograms that have none of their own. Until then there are no
 * automatic examples, and they cost nothing.
 *
 * <p>A counter has one example, a histogram one for each bucket. An example stays for at least 7 seconds, unless
 * another is given by hand; that is less than servers usually let pass between scrapes. The supplier is asked only when
 * there is none, or an older one. So a tracing system that keeps the traces that examples lead to can mark the trace
 * when it is asked.
 *
 * <p>The supplier is called by the thread that counts or observes, right after that is done and outside of any lock. It
 * must not count or observe with an instrument that it supplies. If it throws, or gives labels that are too long, there
 * is no example; that is logged once.
 */
@FunctionalInterface
public interface ExemplarSupplier {
    /** Supplies no examples: for an instrument that shall have none, whatever the default. */
    ExemplarSupplier NONE = () -> null;

    /**
     * The labels that lead to the present trace.
     *
     * @return labels such as {@code trace_id} and {@code span_id}, of at most
     *     {@value dev.fennel.model.Exemplar#MAX_CODE_POINTS} code points together; null or no labels if there is no
     *     such trace
     */
    Labels labels();

    /**
     * Sets the supplier for all counters and histograms without one of their own, also for those that there are
     * already. It is for an application or its tracing agent to choose, not for a library.
     *
     * @param supplier the supplier, or {@link #NONE}
     */
    static void setDefault(ExemplarSupplier supplier) {
        ExemplarSampler.setDefault(Objects.requireNonNull(supplier, "supplier"));
    }
}
