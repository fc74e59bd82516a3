package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.CustomMetric;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Series that end are marked if that is wanted: when they are gone, and when the program is. */
class EndedSeriesTest {
    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private final Registry registry = Registry.create();
    private final GaugeVec depth = GaugeVec.builder("depth", "", "queue").register(registry);

    private RemoteWrite to(FakeReceiver receiver) {
        return new RemoteWrite(receiver.url(), "j", clock).gatherer(registry);
    }

    /** The series of a request, without job and metadata. */
    private static List<String> series(FakeReceiver receiver, int request) {
        return receiver.requests().get(request).decoded().series().stream()
                .map(series -> series.substring(0, series.indexOf(" |")).replace(",job=j", ""))
                .toList();
    }

    @Test
    void seriesThatIsGoneIsMarkedOnceInTheNextPush() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            HistogramVec sizes =
                    HistogramVec.builder("size", "", "of").buckets(1).build();
            RemoteWrite push = to(receiver).collector(sizes).staleMarkers();
            depth.withLabelValues("a").set(1);
            depth.withLabelValues("b").set(2);
            sizes.withLabelValues("x").observe(3);
            push.push();
            depth.deleteLabelValues("a");
            sizes.reset();
            clock.advanceMillis(1000);
            push.push();
            push.push();
            assertThat(series(receiver, 1))
                    .containsExactly(
                            "{__name__=depth,queue=b} 2.0 @1700000001000",
                            "{__name__=depth,queue=a} stale @1700000001000",
                            "{__name__=size_bucket,le=1.0,of=x} stale @1700000001000",
                            "{__name__=size_bucket,le=+Inf,of=x} stale @1700000001000",
                            "{__name__=size_sum,of=x} stale @1700000001000",
                            "{__name__=size_count,of=x} stale @1700000001000");
            assertThat(series(receiver, 2)).containsExactly("{__name__=depth,queue=b} 2.0 @1700000001001");
        }
    }

    @Test
    void manyEndsAreSentInSeveralRequests() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver).staleMarkers().samplesPerRequest(2);
            for (int i = 0; i < 5; i++) {
                depth.withLabelValues("q" + i).set(i);
            }
            push.push();
            depth.reset();
            push.push();

            assertThat(receiver.requests())
                    .extracting(request -> request.decoded().series().size())
                    .containsExactly(2, 2, 1, 2, 2, 1);
        }
    }

    @Test
    void seriesThatIsGoneIsMarkedLaterIfThePushInBetweenFailed() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver).staleMarkers();
            depth.withLabelValues("a").set(1);
            push.push();
            depth.deleteLabelValues("a");
            receiver.then(503, "not now");
            assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(push::push);
            push.push();
            assertThat(series(receiver, 2)).containsExactly("{__name__=depth,queue=a} stale @1700000000002");
        }
    }

    @Test
    void seriesThatWasNeverStoredIsNotMarked() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver).staleMarkers();
            depth.withLabelValues("a").set(1);
            receiver.then(503, "not now");
            assertThatExceptionOfType(RemoteWriteException.class).isThrownBy(push::push);
            depth.deleteLabelValues("a");
            push.push();
            assertThat(receiver.series()).noneMatch(series -> series.contains("stale"));
        }
    }

    /** The other one begins and ends while this one encodes, and has a series more. */
    @Test
    void whatAPushThatOverlapsHasStoredIsMarkedWhenItIsGone() throws IOException {
        Desc desc = Desc.gauge("pushing", "");
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver).staleMarkers();
            AtomicBoolean first = new AtomicBoolean(true);
            Metric pushing = new CustomMetric(desc, Labels.EMPTY, visitor -> {
                if (first.getAndSet(false)) {
                    depth.withLabelValues("b").set(2);
                    pushQuietly(push);
                    depth.deleteLabelValues("b");
                }
                visitor.gauge(1);
            });
            push.gatherer(() -> new GatherResult(List.of(new MetricFamily(desc, List.of(pushing))), List.of()));
            depth.withLabelValues("a").set(1);
            push.push();
            push.push();

            assertThat(series(receiver, 2)).last().asString().contains("queue=b} stale");
        }
    }

    private static void pushQuietly(RemoteWrite push) {
        try {
            push.push();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsMarkedUnlessThatIsWanted() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            depth.withLabelValues("a").set(1);
            push.push();
            depth.reset();
            push.push();
            to(receiver).startJob().close();
            assertThat(receiver.series()).noneMatch(series -> series.contains("stale"));
        }
    }

    @Test
    void allIsMarkedAfterTheLastPushOfAnInterval() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            PeriodicPush pushes = to(receiver).staleMarkers().start(Duration.ofHours(1));
            pushes.close();
            assertThat(receiver.requests()).hasSize(3);
            assertThat(series(receiver, 1)).containsExactly("{__name__=depth,queue=a} 1.0 @1700000000001");
            assertThat(series(receiver, 2)).containsExactly("{__name__=depth,queue=a} stale @1700000000002");
        }
    }

    @Test
    void endOfAnIntervalThatCannotBeMarkedIsAFailureOfAPush() throws IOException {
        try (RecordedLog log = new RecordedLog("dev.fennel.pushgateway");
                FakeReceiver receiver = new FakeReceiver(true)) {
            FakeReceiver.Answer accept = exchange -> {
                FakeReceiver.written(exchange, 1, 0);
                exchange.sendResponseHeaders(204, -1);
            };
            receiver.then(accept).then(accept).then(503, "not now");
            depth.withLabelValues("a").set(1);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            to(receiver)
                    .staleMarkers()
                    .start(Duration.ofHours(1), failures::add)
                    .close();
            assertThat(failures).singleElement().asString().contains("got 503: not now");
            assertThat(log.messages()).singleElement().asString().contains("cannot end the pushes");
        }
    }

    /** Here the other interval begins during the last push of the first one. */
    @Test
    void nothingIsMarkedWhileTheSameObjectPushesAtAnotherInterval() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            RemoteWrite push = to(receiver).staleMarkers();
            AtomicInteger gathers = new AtomicInteger();
            AtomicReference<PeriodicPush> other = new AtomicReference<>();
            push.gatherer(() -> {
                if (gathers.incrementAndGet() == 2) {
                    other.set(push.start(Duration.ofHours(1)));
                }
                return new GatherResult(List.of(), List.of());
            });
            push.start(Duration.ofHours(1)).close();
            assertThat(receiver.series()).isNotEmpty().noneMatch(series -> series.contains("stale"));

            other.get().close();
            assertThat(receiver.series()).last().asString().contains("stale");
        }
    }

    @Test
    void markOfTheEndIsTriedAgain() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            FakeReceiver.Answer accept = exchange -> {
                FakeReceiver.written(exchange, 1, 0);
                exchange.sendResponseHeaders(204, -1);
            };
            receiver.then(accept).then(accept).then(503, "not now");
            depth.withLabelValues("a").set(1);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            to(receiver)
                    .staleMarkers()
                    .retries(Retries.attempts(2).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                    .start(Duration.ofHours(1), failures::add)
                    .close();

            assertThat(failures).isEmpty();
            assertThat(receiver.requests()).hasSize(4);
        }
    }

    @Test
    void allIsMarkedAfterTheReportOfAJob() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            try (BatchJob job = to(receiver).staleMarkers().startJob()) {
                job.succeed();
            }
            assertThat(series(receiver, 0)).hasSize(5).noneMatch(series -> series.contains("stale"));
            assertThat(series(receiver, 1)).hasSize(5).allMatch(series -> series.contains("stale @1700000000001"));
        }
    }

    @Test
    void gaugesOfAJobAreMarkedIfItsMetricsCannotBeGathered() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            BatchJob job = to(receiver)
                    .gatherer(() -> new GatherResult(List.of(), List.of(new GatherError("the disk is full"))))
                    .staleMarkers()
                    .startJob();
            assertThatExceptionOfType(IncompleteMetricsException.class).isThrownBy(job::close);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(series(receiver, 0)).hasSize(3).noneMatch(series -> series.contains("stale"));
            assertThat(series(receiver, 1)).hasSize(3).allMatch(series -> series.contains("stale"));
        }
    }

    @Test
    void metricsWithATimeOfTheirOwnDoNotEnd() {
        Desc desc = Desc.gauge("mirrored", "");
        Metric metric = ConstMetric.of(desc, 1).withTimestamp(Instant.ofEpochMilli(5));
        assertThat(EndedSeries.between(List.of(written(desc, metric)), List.of()))
                .isEmpty();
    }

    @Test
    void allOfAFamilyThatBecomesAnotherTypeMayHaveEnded() {
        WrittenFamily gauge = written(Desc.gauge("a", "", "n"));
        WrittenFamily counter = written(Desc.counter("a", "", "n"));
        assertThat(EndedSeries.between(List.of(gauge), List.of(counter)))
                .singleElement()
                .satisfies(ended -> assertThat(ended.size()).isEqualTo(2));
        assertThat(EndedSeries.between(List.of(gauge), List.of(written(Desc.gauge("a", "", "n")))))
                .isEmpty();
    }

    private static WrittenFamily written(Desc desc) {
        return written(desc, ConstMetric.of(desc, 1, "x"), ConstMetric.of(desc, 1, "y"));
    }

    private static WrittenFamily written(Desc desc, Metric... metrics) {
        WrittenFamily family = new WrittenFamily(new MetricFamily(desc, List.of(metrics)));
        List.of(metrics).forEach(metric -> family.add(Shape.NUMBER));
        return family;
    }
}
