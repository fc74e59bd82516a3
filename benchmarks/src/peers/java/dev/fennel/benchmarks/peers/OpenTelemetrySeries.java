package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import dev.fennel.benchmarks.SeriesKind;
import dev.fennel.benchmarks.SeriesMaker;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The series of the OpenTelemetry SDK, which knows no summaries. They are not bound. */
public final class OpenTelemetrySeries implements SeriesMaker {
    /** For {@link dev.fennel.benchmarks.RetainedHeap}. */
    public OpenTelemetrySeries() {}

    @Override
    public Set<SeriesKind> kinds() {
        return EnumSet.complementOf(EnumSet.of(SeriesKind.SUMMARY));
    }

    @Override
    public Object make(SeriesKind kind, List<String[]> labelValues) {
        return switch (kind) {
            case COUNTER -> counters(labelValues);
            case CLASSIC_HISTOGRAM -> {
                OpenTelemetry sdk = new OpenTelemetry();
                yield observed(Histograms.openTelemetry(sdk), labelValues);
            }
            case NATIVE_HISTOGRAM -> {
                OpenTelemetry sdk = OpenTelemetry.withNativeHistograms();
                yield observed(NativeHistograms.openTelemetry(sdk), labelValues);
            }
            case SUMMARY -> throw new UnsupportedOperationException(kind.toString());
        };
    }

    private static Object counters(List<String[]> labelValues) {
        LongCounter counter = OpenTelemetry.newMeter().counterBuilder("c").build();
        labelValues.forEach(values -> counter.add(1, attributes(values)));
        return counter;
    }

    private static Object observed(DoubleHistogram histogram, List<String[]> labelValues) {
        labelValues.forEach(values -> histogram.record(1, attributes(values)));
        return histogram;
    }

    static Attributes attributes(String[] labelValues) {
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < labelValues.length; i++) {
            attributes.put(ScrapeLoad.LABEL_NAMES.get(i), labelValues[i]);
        }
        return attributes.build();
    }
}
