package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A histogram has the same exemplars for long, and a server refuses each of a native one that is not newer than the
 * newest it has, with an error in its log.
 */
class RepeatedExemplarsTest {
    private static final Desc SIZE = Desc.histogram("size", "", "n");

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));

    /** What the next push has. */
    private List<MetricFamily> families = List.of();

    private RemoteWrite to(FakeReceiver receiver) {
        return new RemoteWrite(receiver.url(), "", clock).gatherer(() -> new GatherResult(families, List.of()));
    }

    private void measure(Metric... metrics) {
        families = List.of(new MetricFamily(metrics[0].desc(), Arrays.asList(metrics)));
    }

    private static Metric histogram(String n, Exemplar... exemplars) {
        return ConstMetric.nativeHistogram(SIZE, 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L), Map.of(), n)
                .withExemplars(exemplars);
    }

    private static Exemplar exemplar(double value, long millis) {
        return new Exemplar(Labels.EMPTY, value, Instant.ofEpochMilli(millis));
    }

    /** The series of the last request with their exemplars alone. */
    private static List<String> last(FakeReceiver receiver) {
        return receiver.requests().get(receiver.requests().size() - 1).decoded().series().stream()
                .map(series -> series.replaceAll("^\\{__name__=size,n=(.)} <.*>(.*) \\| HISTOGRAM.*$", "$1$2"))
                .toList();
    }

    @Test
    void exemplarOfANativeHistogramIsPushedOnce() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            measure(histogram("a", exemplar(1, 10), exemplar(2, 30)), histogram("b", exemplar(1, 20)));
            assertThat(push.push().exemplars()).isEqualTo(3);
            assertThat(last(receiver)).containsExactly("a #{} 1.0 @10 #{} 2.0 @30", "b #{} 1.0 @20");
            assertThat(push.push().exemplars()).isZero();
            assertThat(last(receiver)).containsExactly("a", "b");
            measure(
                    histogram("a", exemplar(1, 40), exemplar(2, 30)),
                    histogram("b", exemplar(1, 20), exemplar(2, 30)),
                    histogram("c", exemplar(1, 10)));
            push.push();
            assertThat(last(receiver)).containsExactly("a #{} 1.0 @40", "b #{} 2.0 @30", "c #{} 1.0 @10");
        }
    }

    @Test
    void exemplarOfAPushThatWasNotAcceptedIsPushedAgain() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(500, "no")) {
            RemoteWrite push = to(receiver);
            measure(histogram("a", exemplar(1, 10)));
            assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(push::push);
            push.push();
            assertThat(last(receiver)).containsExactly("a #{} 1.0 @10");
        }
    }

    /** What is kept are the times of the last push, and not of all series that there ever were. */
    @Test
    void exemplarOfASeriesThatWasGoneIsPushedAgain() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            for (int i = 0; i < 2; i++) {
                measure(histogram("a", exemplar(1, 10)));
                push.push();
                assertThat(last(receiver)).containsExactly("a #{} 1.0 @10");
                families = List.of();
                push.push();
            }
        }
    }

    /** It has the time of its sample, which is newer each time. */
    @Test
    void exemplarWithoutATimeIsPushedEachTime() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            measure(histogram("a", new Exemplar(Labels.EMPTY, 1, null)));
            push.push();
            push.push();
            assertThat(last(receiver)).containsExactly("a #{} 1.0 @1700000000001");
        }
    }
}
