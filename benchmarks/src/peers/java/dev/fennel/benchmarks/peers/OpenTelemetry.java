package dev.fennel.benchmarks.peers;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.Base2ExponentialHistogramOptions;
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
    /** More series of an instrument than any benchmark makes. The SDK merges those above its limit into one. */
    static final int MAX_SERIES = 1_000_000;

    private final Aggregation histograms;
    private CollectionRegistration registration = CollectionRegistration.noop();

    /** An SDK whose histograms have the buckets that the instrument advises. */
    OpenTelemetry() {
        this(Aggregation.defaultAggregation());
    }

    private OpenTelemetry(Aggregation histograms) {
        this.histograms = histograms;
    }

    /** An SDK whose histograms have eight buckets from a power of two to the next, and at most 160. */
    static OpenTelemetry withNativeHistograms() {
        return new OpenTelemetry(Aggregation.base2ExponentialBucketHistogram(Base2ExponentialHistogramOptions.builder()
                .setMaxScale(3)
                .setMaxBuckets(160)
                .build()));
    }

    static Meter newMeter() {
        return new OpenTelemetry().meter();
    }

    Meter meter() {
        return SdkMeterProvider.builder()
                .registerMetricReader(this, type -> MAX_SERIES)
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
    public Aggregation getDefaultAggregation(InstrumentType type) {
        return type == InstrumentType.HISTOGRAM ? histograms : Aggregation.defaultAggregation();
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
