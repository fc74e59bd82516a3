package dev.fennel.benchmarks.peers;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;

/**
 * The OpenTelemetry SDK set up as for Prometheus: values since the start, read on demand. Without a reader, the SDK
 * would record nothing at all.
 */
final class OpenTelemetry implements MetricReader {
    private CollectionRegistration registration = CollectionRegistration.noop();

    static Meter newMeter() {
        return new OpenTelemetry().meter();
    }

    Meter meter() {
        return SdkMeterProvider.builder()
                .registerMetricReader(this)
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .build()
                .get("benchmarks");
    }

    Collection<MetricData> collect() {
        return registration.collectAllMetrics();
    }

    @Override
    public void register(CollectionRegistration newRegistration) {
        registration = newRegistration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
