package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.httpserver.Behaviour;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples that lead from the metrics of requests to their traces. */
class InstrumentationExemplarsTest {
    private final CounterVec requests =
            CounterVec.builder("requests_total", "", "code").build();
    private final Histogram headers = Histogram.builder("headers_seconds", "").build();
    private final Histogram responseSize =
            Histogram.builder("size_bytes", "").buckets(1, 10).build();
    private final Summary duration = Summary.builder("duration_seconds", "").build();
    private final List<Double> requestSizes = new ArrayList<>();

    private void serve(Function<HttpExchange, Labels> exemplars) throws Exception {
        ServerInstrumentation.builder()
                .requests(requests)
                .timeToHeaders(headers)
                .duration(duration)
                .requestSize(requestSizes::add)
                .responseSize(responseSize)
                .exemplars(exemplars)
                .build()
                .wrap(Behaviour.ANSWERS)
                .handle(new FakeExchange("GET"));
    }

    private static List<Exemplar> exemplars(Metric metric) {
        return Written.by(metric).exemplars().stream().filter(Objects::nonNull).toList();
    }

    private void assertAllMeasured(int times) {
        assertThat(requests.withLabelValues("200").value()).isEqualTo(times);
        assertThat(headers.snapshot().count()).isEqualTo(times);
        assertThat(duration.snapshot().count()).isEqualTo(times);
        assertThat(requestSizes).hasSize(times);
        assertThat(responseSize.snapshot().sum()).isEqualTo(5 * times);
    }

    @Test
    void countersAndHistogramsHaveThemAndOthersNot() throws Exception {
        serve(exchange -> Labels.of("trace_id", exchange.getRequestMethod() + exchange.getResponseCode()));

        Labels trace = Labels.of("trace_id", "GET200");
        assertThat(exemplars(requests.withLabelValues("200")))
                .extracting(Exemplar::labels)
                .containsExactly(trace);
        assertThat(exemplars(headers)).extracting(Exemplar::labels).containsExactly(trace);
        assertThat(exemplars(responseSize)).hasSize(1);
        assertThat(Written.by(responseSize).exemplars().get(1).value()).isEqualTo(5);
        assertAllMeasured(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 121})
    void withoutThemAllIsMeasuredNonetheless(int length) throws Exception {
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            serve(exchange -> length == 0 ? Labels.EMPTY : length == 1 ? null : Labels.of("trace_id", "x".repeat(121)));
            assertThat(log.messages()).hasSize(length / 121);
        }
        assertThat(exemplars(requests.withLabelValues("200"))).isEmpty();
        assertThat(exemplars(headers)).isEmpty();
        assertAllMeasured(1);
    }

    @Test
    void functionThatThrowsIsLoggedOnceAndCostsNothingElse() throws Exception {
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            serve(exchange -> {
                throw new IllegalStateException("no trace");
            });
            assertThat(log.messages())
                    .containsExactly("WARNING: function for exemplars failed, the exemplar is left"
                            + " out; further failures are not logged");
        }
        assertAllMeasured(1);
    }
}
