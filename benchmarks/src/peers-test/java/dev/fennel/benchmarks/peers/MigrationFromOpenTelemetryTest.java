package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The rows of the guide for those who come from the OpenTelemetry SDK: their side. */
class MigrationFromOpenTelemetryTest {
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");

    private final Queue<String> queue = new ArrayDeque<>(List.of("a", "b"));
    private final AtomicLong hits = new AtomicLong(7);

    @Test
    void instruments() {
        try (SdkMeterProvider provider = SdkMeterProvider.builder().build()) {
            Meter meter = provider.get("shop");
            LongCounter orders = meter.counterBuilder("orders")
                    .setDescription("Orders taken.")
                    .build();
            orders.add(2);
            LongCounter requests = meter.counterBuilder("requests").build();
            requests.add(1, Attributes.of(CODE, "200", METHOD, "get"));
            LongUpDownCounter depth = meter.upDownCounterBuilder("queue.depth").build();
            depth.add(-1);
            DoubleGauge temperature = meter.gaugeBuilder("temperature").build();
            temperature.set(21.5);
            meter.gaugeBuilder("jobs.waiting").buildWithCallback(out -> out.record(queue.size()));
            meter.counterBuilder("cache.hits").buildWithCallback(out -> out.record(hits.get()));
            DoubleHistogram latency = meter.histogramBuilder("latency")
                    .setUnit("s")
                    .setExplicitBucketBoundariesAdvice(List.of(.01, .1, 1.0))
                    .build();
            latency.record(0.2);
            assertThat(meter).isNotNull();
        }
    }

    @Test
    void views() {
        SdkMeterProviderBuilder builder = SdkMeterProvider.builder();
        InstrumentSelector all = InstrumentSelector.builder().setName("*").build();
        builder.registerView(
                all,
                View.builder()
                        .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                        .build());
        builder.registerView(
                all, View.builder().setAttributeFilter(Set.of("code")).build());
        builder.registerView(all, View.builder().setCardinalityLimit(100).build());
        builder.build().close();
    }
}
