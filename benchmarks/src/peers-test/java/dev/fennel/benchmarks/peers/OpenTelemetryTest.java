package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundLongCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounter;
import io.opentelemetry.api.metrics.LongCounter;
import org.junit.jupiter.api.Test;

class OpenTelemetryTest {
    @Test
    void whatIsMeasuredIsReallyRecorded() {
        OpenTelemetry sdk = new OpenTelemetry();
        LongCounter counter = sdk.meter().counterBuilder("requests").build();

        counter.add(2);
        counter.add(3);

        assertThat(sdk.collect()).singleElement().satisfies(requests -> assertThat(
                        requests.getLongSumData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getValue()).isEqualTo(5)));
    }

    @Test
    void whatABoundInstrumentMeasuresIsReallyRecorded() {
        OpenTelemetry sdk = new OpenTelemetry();
        LongCounter counter = sdk.meter().counterBuilder("requests").build();
        BoundLongCounter bound = ((ExtendedLongCounter) counter)
                .bind(Attributes.builder().put("method", "GET").build());

        bound.add(2);
        bound.add(3);

        assertThat(sdk.collect()).singleElement().satisfies(requests -> assertThat(
                        requests.getLongSumData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getValue()).isEqualTo(5)));
    }
}
