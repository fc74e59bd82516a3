package dev.fennel.examples.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.ExemplarSupplier;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.Labels;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @AfterEach
    void reset() {
        ExemplarSupplier.setDefault(ExemplarSupplier.NONE);
    }

    private static Span span(TraceFlags flags) {
        return Span.wrap(SpanContext.create(TRACE, SPAN, flags, TraceState.getDefault()));
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void anObservationLeadsToTheSampledSpan() {
        ExemplarSupplier.setDefault(new OpenTelemetryTraces());
        Histogram latency = Histogram.builder("latency_seconds", "Latency.").build();
        try (Scope scope = span(TraceFlags.getSampled()).makeCurrent()) {
            latency.observe(0.001);
        }

        assertThat(latency.snapshot().exemplar(0).labels()).isEqualTo(Labels.of("trace_id", TRACE, "span_id", SPAN));
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void aSpanThatIsNotSampledLeadsNowhere() {
        OpenTelemetryTraces traces = new OpenTelemetryTraces();
        assertThat(traces.labels()).isNull();
        try (Scope scope = span(TraceFlags.getDefault()).makeCurrent()) {
            assertThat(traces.labels()).isNull();
        }
    }
}
