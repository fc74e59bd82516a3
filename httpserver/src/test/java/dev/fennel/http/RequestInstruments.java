package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Labels;
import java.util.concurrent.atomic.AtomicLong;

/** Everything that can be measured of any server, by all labels, and a clock that moves by a second when it is read. */
final class RequestInstruments {
    private static final String[] LABELS = {"method", "code", "route", "reason"};

    final Gauge inFlight = Gauge.builder("in_flight", "").build();
    final CounterVec requests = CounterVec.builder("requests_total", "", LABELS).build();
    final HistogramVec duration =
            HistogramVec.builder("duration_seconds", "", LABELS).build();
    final HistogramVec headers =
            HistogramVec.builder("headers_seconds", "", LABELS).build();
    final HistogramVec requestSize =
            HistogramVec.builder("request_bytes", "", LABELS).build();
    final HistogramVec responseSize =
            HistogramVec.builder("response_bytes", "", LABELS).build();
    private final AtomicLong seconds = new AtomicLong();

    RequestInstrumentation.Builder<String> builder() {
        return RequestInstrumentation.<String>builder()
                .inFlight(inFlight)
                .requests(requests)
                .duration(duration)
                .timeToHeaders(headers)
                .requestSize(requestSize)
                .responseSize(responseSize)
                .clock(() -> seconds.getAndIncrement() * 1_000_000_000L);
    }

    /** Whether nothing is in flight, and requests were counted and timed with these labels, and with no others. */
    void assertAllRecorded(int times, Labels labels) {
        assertThat(inFlight.value()).isZero();
        assertThat(requests.series()).extracting(Counter::labels).containsExactly(labels);
        assertThat(requests.with(labels).value()).isEqualTo(times);
        assertThat(duration.series()).hasSize(1);
        assertThat(duration.with(labels).snapshot().count()).isEqualTo(times);
    }
}
