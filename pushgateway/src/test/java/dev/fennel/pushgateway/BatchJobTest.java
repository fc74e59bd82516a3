package dev.fennel.pushgateway;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.testsupport.SettableClock;
import dev.fennel.testsupport.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchJobTest {
    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private FakeGateway gateway;

    @BeforeEach
    void startGateway() throws IOException {
        gateway = FakeGateway.answering(200);
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    private Pusher pusher() {
        return Pusher.to(gateway.url(), "j").gatherer(Gathered.ROOM).format(Format.TEXT);
    }

    private BatchJob start(Pusher pusher) {
        return new BatchJob(pusher.report(), new JobGauges("backup"), () -> clock.millis() * 1_000_000, clock);
    }

    private static String gauge(String name, String help, String value) {
        return "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " + value + "\n";
    }

    @Test
    void successReplacesTheGroup() throws IOException {
        try (BatchJob job = start(pusher())) {
            clock.advanceMillis(2500);
            job.succeed();
        }
        assertThat(gateway.onlyRequest().method()).isEqualTo("PUT");
        assertThat(gateway.onlyRequest().body())
                .isEqualTo(gauge("backup_duration_seconds", "How long the last run took.", "2.5")
                        + gauge(
                                "backup_last_completion_timestamp_seconds",
                                "When the last run ended, well or not.",
                                "1.7000000025e+09")
                        + gauge(
                                "backup_last_success_timestamp_seconds",
                                "When a run last succeeded.",
                                "1.7000000025e+09")
                        + gauge("backup_success", "Whether the last run succeeded, 1 or 0.", "1")
                        + Gathered.ROOM_TEXT);
    }

    @Test
    void failureAddsToTheGroupAndHasNoTimeOfSuccess() throws IOException {
        try (BatchJob job = start(pusher())) {
            clock.advanceMillis(500);
            assertThat(job).isNotNull();
        }
        assertThat(gateway.onlyRequest().method()).isEqualTo("POST");
        assertThat(gateway.onlyRequest().body())
                .isEqualTo(gauge("backup_duration_seconds", "How long the last run took.", "0.5")
                        + gauge(
                                "backup_last_completion_timestamp_seconds",
                                "When the last run ended, well or not.",
                                "1.7000000005e+09")
                        + gauge("backup_success", "Whether the last run succeeded, 1 or 0.", "0")
                        + Gathered.ROOM_TEXT);
    }

    @Test
    void exceptionOfTheJobIsNotHiddenByThatOfThePush() throws IOException {
        try (FakeGateway refusing = FakeGateway.answering(400)) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> {
                        try (BatchJob job = Pusher.to(refusing.url(), "j").startJob()) {
                            throw new ArithmeticException("of " + job.getClass());
                        }
                    })
                    .satisfies(e -> assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(PushException.class));
        }
    }

    @Test
    void pushThatFailsAfterASuccessThrows() throws IOException {
        try (FakeGateway refusing = FakeGateway.answering(400)) {
            BatchJob job = Pusher.to(refusing.url(), "j").startJob();
            job.succeed();
            assertThatExceptionOfType(PushException.class).isThrownBy(job::close);
            job.close();
            assertThat(refusing.requests()).hasSize(1);
        }
    }

    @Test
    void jobThatWasInterruptedIsPushedAllTheSame() throws IOException {
        BatchJob job = pusher().startJob();
        Thread.currentThread().interrupt();
        job.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThatMetrics(gateway.onlyRequest().metrics()).named("job_success").hasValue(0);
    }

    @Test
    void nothingIsHeldOnceTheJobIsClosed() throws Exception {
        ReferenceQueue<Object> gone = new ReferenceQueue<>();
        Reference<Object> held = runAndClose(gone);
        long start = System.nanoTime();
        Reference<?> collected = null;
        while (collected == null && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
            System.gc();
            collected = gone.remove(100);
        }

        assertThat((Object) collected).isSameAs(held);
    }

    private static Reference<Object> runAndClose(ReferenceQueue<Object> gone) throws IOException {
        RecordedReport report = new RecordedReport();
        BatchJob.start(report, "backup").close();
        return new PhantomReference<>(report, gone);
    }

    @Test
    void successAfterTheCloseIsRefusedUnlessItWasOneBefore() throws IOException {
        BatchJob failed = pusher().startJob();
        failed.close();
        assertThatIllegalStateException().isThrownBy(failed::succeed);

        BatchJob done = pusher().startJob();
        done.succeed();
        done.close();
        done.succeed();
    }

    /** A success at the same time as the close is either reported as a whole, or refused. */
    @Test
    void successBesideTheCloseIsReportedOrRefused() throws Exception {
        int runs = 50_000;
        BatchJob[] jobs = new BatchJob[runs];
        RecordedReport[] reports = new RecordedReport[runs];
        boolean[] accepted = new boolean[runs];
        for (int i = 0; i < runs; i++) {
            reports[i] = new RecordedReport();
            jobs[i] = new BatchJob(reports[i], new JobGauges("backup"), System::nanoTime, clock);
        }
        AtomicInteger arrived = new AtomicInteger();
        Threads.run(2, number -> {
            for (int i = 0; i < runs; i++) {
                meet(arrived, 2 * (i + 1), i % 50 * number);
                if (number == 0) {
                    accepted[i] = succeeds(jobs[i]);
                } else {
                    close(jobs[i]);
                }
            }
        });
        for (int i = 0; i < runs; i++) {
            assertThat(reports[i].said).isEqualTo(accepted[i] ? "replace with success 1" : "add with success 0");
        }
    }

    /** Waits until all have arrived, and then a little more, so that different steps of two threads coincide. */
    private static void meet(AtomicInteger arrived, int all, int more) {
        arrived.incrementAndGet();
        for (int spins = 1; arrived.get() < all; spins++) {
            if (spins % 1_000 == 0) {
                Thread.yield(); // to the other, if there is one processor only
            }
        }
        for (int i = 0; i < more; i++) {
            Thread.onSpinWait();
        }
    }

    private static boolean succeeds(BatchJob job) {
        try {
            job.succeed();
            return true;
        } catch (IllegalStateException e) {
            return false; // the close came first
        }
    }

    private static void close(BatchJob job) {
        try {
            job.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class RecordedReport implements JobReport {
        private String said = "";

        private void say(String what, Gatherer gauges) {
            said = what + " with success "
                    + (gauges.gather().families().size() == 4 ? 1 : 0); // the fourth is the time of the success
        }

        @Override
        public void replace(Gatherer gauges) {
            say("replace", gauges);
        }

        @Override
        public void add(Gatherer gauges) {
            say("add", gauges);
        }

        @Override
        public void addAlone(Gatherer gauges) {
            say("add alone", gauges);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobWhoseMetricsFailIsRecordedWithoutThem(boolean succeeds) throws IOException {
        BatchJob job = start(pusher().gatherer(Gathered.errors(new GatherError("database is down"))));
        if (succeeds) {
            job.succeed();
        }
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(job::close)
                .withMessage("metrics not pushed because of gatherer #2: database is down")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());

        assertThat(gateway.onlyRequest().method()).isEqualTo("POST");
        assertThatMetrics(gateway.onlyRequest().metrics())
                .named("backup_success")
                .hasValue(succeeds ? 1 : 0);
        assertThat(gateway.onlyRequest().body()).doesNotContain("room", "rest");
    }

    @Test
    void failureToRecordAJobWhoseMetricsFailIsTold() throws IOException {
        try (FakeGateway refusing = FakeGateway.answering(400)) {
            BatchJob job = Pusher.to(refusing.url(), "j")
                    .gatherer(Gathered.errors(new GatherError("database is down")))
                    .startJob();
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(job::close)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(PushException.class));
        }
    }

    @Test
    void metricWithTheNameOfAGaugeOfTheJobIsRefused() {
        Gauge mine = Gauge.builder("backup_duration_seconds", "Mine.").build();
        BatchJob job = start(pusher().collector(mine));
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(job::close)
                .withMessageContaining("backup_duration_seconds");
        assertThatMetrics(gateway.onlyRequest().metrics())
                .named("backup_duration_seconds")
                .hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud800"})
    void namespacesThatCannotBePartOfANameAreRefused(String namespace) {
        assertThatIllegalArgumentException().isThrownBy(() -> pusher().startJob(namespace));
    }
}
