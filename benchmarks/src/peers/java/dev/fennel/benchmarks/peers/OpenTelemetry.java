package dev.fennel.benchmarks.peers;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/** Sets up the OpenTelemetry SDK as for Prometheus: cumulative values, read on demand. */
final class OpenTelemetry {
    private OpenTelemetry() {}

    static Meter newMeter() {
        return SdkMeterProvider.builder()
                .registerMetricReader(new OnDemand())
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .build()
                .get("benchmarks");
    }

    /** Without a reader, the SDK would record nothing at all. */
    private static final class OnDemand implements MetricReader {
        @Override
        public void register(CollectionRegistration registration) {}

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
}
