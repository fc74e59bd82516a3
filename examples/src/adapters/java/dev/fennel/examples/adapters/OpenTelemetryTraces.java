package dev.fennel.examples.adapters;

import dev.fennel.metrics.ExemplarSupplier;
import dev.fennel.model.Labels;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/**
 * Exemplars that lead to the current span of OpenTelemetry, if it is sampled. To use it, copy this file, and set it for
 * all histograms and counters:
 *
 * <pre>{@code
 * ExemplarSupplier.setDefault(new OpenTelemetryTraces());
 * }</pre>
 */
public final class OpenTelemetryTraces implements ExemplarSupplier {
    @Override
    public Labels labels() {
        SpanContext span = Span.current().getSpanContext();
        return span.isSampled() ? Labels.of("trace_id", span.getTraceId(), "span_id", span.getSpanId()) : null;
    }
}
