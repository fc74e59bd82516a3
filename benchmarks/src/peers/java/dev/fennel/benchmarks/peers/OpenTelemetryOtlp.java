package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.PushMaker;
import dev.fennel.benchmarks.ScrapeLoad;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.ExemplarFilter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The exporter of the OpenTelemetry SDK, with the JDK's HTTP client, in the mode that allocates the least. */
public final class OpenTelemetryOtlp implements PushMaker {
    private static final long LIMIT_SECONDS = 60;

    /** For {@link dev.fennel.benchmarks.PushLoad}. */
    public OpenTelemetryOtlp() {}

    @Override
    @SuppressWarnings("resource") // ends with the JVM
    public Callable<?> make(URI receiver, boolean gzip, List<String[]> labelValues) {
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(receiver.toString())
                .setCompression(gzip ? "gzip" : "none")
                .setTimeout(Duration.ofSeconds(LIMIT_SECONDS))
                .setMemoryMode(MemoryMode.REUSABLE_DATA)
                .build();
        SdkMeterProvider provider = SdkMeterProvider.builder()
                .registerMetricReader(
                        PeriodicMetricReader.builder(exporter)
                                .setInterval(Duration.ofDays(1))
                                .build(),
                        type -> OpenTelemetry.MAX_SERIES)
                .setExemplarFilter(ExemplarFilter.alwaysOff())
                .build();
        LongCounter counter = provider.get("benchmarks")
                .counterBuilder("c_total")
                .setDescription(ScrapeLoad.HELP)
                .build();
        for (int i = 0; i < labelValues.size(); i++) {
            counter.add(i, OpenTelemetrySeries.attributes(labelValues.get(i)));
        }
        return () -> {
            if (!provider.forceFlush().join(LIMIT_SECONDS, TimeUnit.SECONDS).isSuccess()) {
                throw new IOException("not pushed");
            }
            return null;
        };
    }
}
