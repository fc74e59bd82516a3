package dev.fennel.http;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.SummaryVec;
import java.util.concurrent.atomic.AtomicLong;

/** Everything that can be measured of a server, and a clock that moves by a second whenever it is read. */
final class ServerInstruments {
    final Gauge inFlight = Gauge.builder("in_flight", "").build();
    final CounterVec requests =
            CounterVec.builder("requests_total", "", "method", "code").build();
    final HistogramVec duration =
            HistogramVec.builder("duration_seconds", "", "code", "method").build();
    final HistogramVec headers =
            HistogramVec.builder("headers_seconds", "", "code", "method").build();
    final SummaryVec requestSize =
            SummaryVec.builder("request_bytes", "", "method", "code").build();
    final HistogramVec responseSize =
            HistogramVec.builder("response_bytes", "", "method", "code").build();
    private final AtomicLong seconds = new AtomicLong();

    ServerInstrumentation.Builder builder() {
        return ServerInstrumentation.builder()
                .inFlight(inFlight)
                .requests(requests)
                .duration(duration)
                .timeToHeaders(headers)
                .requestSize(requestSize)
                .responseSize(responseSize)
                .clock(() -> seconds.getAndIncrement() * 1_000_000_000L);
    }

    ServerInstrumentation build() {
        return builder().build();
    }
}
