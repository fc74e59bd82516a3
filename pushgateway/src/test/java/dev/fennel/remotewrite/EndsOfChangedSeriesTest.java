package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The series whose ends are marked are those that were written and are not any more, whatever became of their metric.
 */
class EndsOfChangedSeriesTest {
    private static final Desc SIZE = Desc.histogram("size", "");

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));

    /** What the next push has. */
    private List<MetricFamily> families = List.of();

    private RemoteWrite marking(FakeReceiver receiver) {
        return new RemoteWrite(receiver.url(), "", clock)
                .gatherer(() -> new GatherResult(families, List.of()))
                .staleMarkers();
    }

    private void push(RemoteWrite push, Metric... metrics) throws IOException {
        families =
                metrics.length == 0 ? List.of() : List.of(new MetricFamily(metrics[0].desc(), Arrays.asList(metrics)));
        push.push();
    }

    /** The series of the last request without times, native histograms in short. */
    private static List<String> last(FakeReceiver receiver) {
        return receiver.requests().get(receiver.requests().size() - 1).decoded().series().stream()
                .map(series -> series.replaceAll(" \\|.*", "").replaceAll(" @\\d+.*| <.*", ""))
                .toList();
    }

    @Test
    void metricThatGivesNoValueAnyMoreIsMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = marking(receiver);
            Closable metric = new Closable();
            push(push, metric);
            metric.closed = true;
            push(push);
            assertThat(last(receiver)).containsExactly("{__name__=files,pool=p} stale");
        }
    }

    private static final class Closable implements Metric {
        private static final Desc FILES = Desc.gauge("files", "", "pool");
        private boolean closed;

        @Override
        public Desc desc() {
            return FILES;
        }

        @Override
        public Labels labels() {
            return Labels.of("pool", "p");
        }

        @Override
        public void write(MetricVisitor visitor) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            visitor.gauge(1);
        }
    }

    @Test
    void bucketsThatAreGoneAreMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = marking(receiver);
            push(push, ConstMetric.histogram(SIZE, 3, 4.5, Map.of(1.0, 1L, 2.0, 2L)));
            push(push, ConstMetric.histogram(SIZE, 3, 4.5, Map.of(2.0, 2L)));
            assertThat(last(receiver))
                    .containsExactly(
                            "{__name__=size_bucket,le=2.0} 2.0",
                            "{__name__=size_bucket,le=+Inf} 3.0",
                            "{__name__=size_sum} 4.5",
                            "{__name__=size_count} 3.0",
                            "{__name__=size_bucket,le=1.0} stale");
        }
    }

    @Test
    void histogramThatIsNotNativeAnyMoreEndsAsOne() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = marking(receiver);
            push(push, ConstMetric.nativeHistogram(SIZE, 3, 6, 0, 0, 0, Map.of(0, 3L), Map.of()));
            push(push, ConstMetric.histogram(SIZE, 3, 4.5, Map.of()));
            assertThat(last(receiver))
                    .containsExactly(
                            "{__name__=size_bucket,le=+Inf} 3.0",
                            "{__name__=size_sum} 4.5",
                            "{__name__=size_count} 3.0",
                            "{__name__=size} stale");
            push(push, ConstMetric.nativeHistogram(SIZE, 3, 6, 0, 0, 0, Map.of(0, 3L), Map.of()));
            assertThat(last(receiver))
                    .containsExactly(
                            "{__name__=size}",
                            "{__name__=size_bucket,le=+Inf} stale",
                            "{__name__=size_sum} stale",
                            "{__name__=size_count} stale");
        }
    }

    @Test
    void seriesThatLivesOnAsAnotherTypeIsNotMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = marking(receiver);
            Desc gauge = Desc.gauge("a", "", "n");
            push(push, ConstMetric.of(gauge, 1, "x"), ConstMetric.of(gauge, 1, "y"));
            push(push, ConstMetric.of(Desc.counter("a", "", "n"), 2, "x"));
            assertThat(last(receiver)).containsExactly("{__name__=a,n=x} 2.0", "{__name__=a,n=y} stale");
        }
    }

    @Test
    void seriesThatIsTheSameOnceItIsWrittenIsNotMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            RemoteWrite push = marking(receiver).version(Version.V1_0).externalLabel("zone", "eu");
            push(push, ConstMetric.of(Desc.gauge("a.b", "", "x.y"), 1, "1"));
            push(push, ConstMetric.of(Desc.gauge("a_b", "", "x_y", "zone"), 2, "1", ""));
            assertThat(last(receiver)).containsExactly("{__name__=a_b,x_y=1,zone=eu} 2.0");
            push(push, ConstMetric.of(Desc.gauge("a_b", "", "x.y", "zone"), 3, "1", "eu"));
            assertThat(last(receiver)).containsExactly("{__name__=a_b,x_y=1,zone=eu} 3.0");
        }
    }

    @Test
    void typeOfAFamilyIsThatOfTheSeriesThatLive() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            RemoteWrite push = marking(receiver).version(Version.V1_0);
            push(push, ConstMetric.of(Desc.gauge("a", "Old.", "n"), 1, "x"));
            push(push, ConstMetric.of(Desc.counter("a", "New.", "n"), 2, "y"));
            assertThat(last(receiver)).containsExactly("{__name__=a,n=y} 2.0", "{__name__=a,n=x} stale");
            assertThat(receiver.requests().get(1).decoded().metadata())
                    .containsExactly("type: COUNTER metric_family_name: \"a\" help: \"New.\"");
        }
    }

    private static Metric[] gauges(int from, int to) {
        Desc desc = Desc.gauge("a", "", "n");
        Metric[] metrics = new Metric[to - from];
        Arrays.setAll(metrics, i -> ConstMetric.of(desc, 1, Integer.toString(from + i)));
        return metrics;
    }

    @Test
    void whatAPushStoredBeforeItFailedIsMarkedAndWhatItCouldNotMarkIs() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = marking(receiver).samplesPerRequest(2);
            push(push, gauges(0, 2));
            receiver.then(accepting(2)).then(500, "full");
            assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(() -> push(push, gauges(2, 5)));
            push(push);
            assertThat(receiver.series().stream().filter(series -> series.contains("stale")))
                    .extracting(series -> series.replaceAll(".*n=(\\d).*", "$1"))
                    .contains("0", "1", "2", "3");
        }
    }

    private static FakeReceiver.Answer accepting(int samples) {
        return exchange -> {
            FakeReceiver.written(exchange, samples, 0);
            exchange.sendResponseHeaders(204, -1);
        };
    }

    @Test
    void endsAreMarkedOnceAlthoughTheReceiverRefusesASampleOfEachPush() throws IOException {
        FakeReceiver.Answer refusing = exchange -> {
            FakeReceiver.written(exchange, 1, 0);
            FakeReceiver.write(exchange, 400, "out of order sample");
        };
        try (FakeReceiver receiver =
                new FakeReceiver(true).then(refusing).then(refusing).then(refusing)) {
            RemoteWrite push = marking(receiver);
            for (int from = 0; from < 3; from++) {
                int first = from;
                assertThatExceptionOfType(RemoteWriteException.class)
                        .isThrownBy(() -> push(push, gauges(first, first + 2)));
            }
            assertThat(last(receiver))
                    .containsExactly("{__name__=a,n=2} 1.0", "{__name__=a,n=3} 1.0", "{__name__=a,n=1} stale");
        }
    }

    @Test
    void whatAFailedReportOfAJobStoredIsMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            FakeReceiver.written(exchange, 2, 0);
            FakeReceiver.write(exchange, 400, "out of order sample");
        })) {
            BatchJob job = marking(receiver).startJob();
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(job::close)
                    .withMessageContaining("out of order sample");
            assertThat(receiver.requests()).hasSize(2);
            assertThat(last(receiver)).hasSize(3).allMatch(series -> series.endsWith("stale"));
        }
    }

    @Test
    void endOfPushesAtAnIntervalMarksNothingWhileOthersGoOn() throws IOException, InterruptedException {
        Registry registry = Registry.create();
        Gauge.builder("a", "").register(registry).set(1);
        CountDownLatch pushed = new CountDownLatch(2);
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = new RemoteWrite(receiver.url(), "", clock)
                    .gatherer(registry)
                    .gatherer(() -> {
                        pushed.countDown();
                        return new GatherResult(List.of(), List.of());
                    })
                    .staleMarkers()
                    .timeout(Duration.ofMinutes(1));
            PeriodicPush first = push.start(Duration.ofHours(1));
            PeriodicPush second = push.start(Duration.ofHours(1));
            pushed.await();
            first.close();
            push.startJob().close();
            assertThat(receiver.series()).noneMatch(series -> series.startsWith("{__name__=a} stale"));
            second.close();
            assertThat(last(receiver)).contains("{__name__=a} stale");
        }
    }

    /** Whatever the order in which pushes of several threads begin and get their answers. */
    @Test
    void allThatThreadsPushedAtOnceHasEndedInTheEnd() throws Exception {
        long seed = System.nanoTime();
        ThreadLocal<List<MetricFamily>> now = ThreadLocal.withInitial(List::of);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = new RemoteWrite(receiver.url(), "", clock)
                    .gatherer(() -> new GatherResult(now.get(), List.of()))
                    .timeout(Duration.ofMinutes(1))
                    .staleMarkers();
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                tasks.add(threads.submit(() -> {
                    for (int j = 0; j < 25; j++) {
                        int from = random.nextInt(10);
                        Metric[] some = gauges(from, from + 1 + random.nextInt(3));
                        now.set(List.of(new MetricFamily(some[0].desc(), Arrays.asList(some))));
                        push.push();
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
            push.push();
            Map<String, String> last = new TreeMap<>();
            receiver.series().stream()
                    .sorted(Comparator.comparing(series -> series.replaceAll(".* @(\\d+) .*", "$1")))
                    .forEach(series -> last.put(series.substring(0, series.indexOf('}')), series));
            assertThat(last.values()).as("seed " + seed).isNotEmpty().allMatch(series -> series.contains("} stale"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void seriesOfAVecIsMarkedAmongManyThatLive() throws IOException {
        Registry registry = Registry.create();
        GaugeVec vec = GaugeVec.builder("depth", "", "of").register(registry);
        for (int i = 0; i < 100; i++) {
            vec.withLabelValues("q" + i).set(i);
        }
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = new RemoteWrite(receiver.url(), "", clock)
                    .gatherer(registry)
                    .staleMarkers();
            push.push();
            vec.deleteLabelValues("q7");
            push.push();
            assertThat(last(receiver)).hasSize(100).last().isEqualTo("{__name__=depth,of=q7} stale");
        }
    }
}
