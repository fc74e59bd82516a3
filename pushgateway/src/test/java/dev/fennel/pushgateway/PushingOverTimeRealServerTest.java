package dev.fennel.pushgateway;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.testsupport.Pushgateway;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Several pushes to a real gateway that build on each other, and what may stand between. */
class PushingOverTimeRealServerTest extends OwnGateway {
    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_700_000_000));

    private BatchJob startJob(Pusher pusher) {
        return new BatchJob(pusher.report(), new JobGauges("backup"), () -> clock.millis() * 1_000_000, clock);
    }

    @Test
    void timeOfTheLastSuccessSurvivesAFailedRunAndOldMetricsNoSuccess() throws IOException {
        pusher().gatherer(Gathered.gauge("of_an_older_version", 1, "zone", "east"))
                .push();

        Gauge records = Gauge.builder("records", "Records.").build();
        Pusher newer = pusher().collector(records);
        try (BatchJob job = startJob(newer)) {
            records.set(42);
            job.succeed();
        }
        clock.advanceMillis(86_400_000);
        try (BatchJob job = startJob(newer)) {
            records.set(21);
            clock.advanceMillis(1000);
            assertThat(job).isNotNull();
        }
        assertThatMetrics(gateway.page())
                .withLabels("job", "j")
                .without("push_time_seconds", "push_failure_time_seconds")
                .hasNames(
                        "records",
                        "backup_success",
                        "backup_duration_seconds",
                        "backup_last_completion_timestamp_seconds",
                        "backup_last_success_timestamp_seconds")
                .contains("""
                        records{instance="",job="j"} 21
                        backup_success{instance="",job="j"} 0
                        backup_duration_seconds{instance="",job="j"} 1
                        backup_last_completion_timestamp_seconds{instance="",job="j"} 1700086401
                        backup_last_success_timestamp_seconds{instance="",job="j"} 1700000000
                        """);
    }

    @Test
    void restartOfTheGatewayLosesNothingButTheTimeBetween() throws Exception {
        Counter done = Counter.builder("done_total", "Done.").build();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        SteppedPushClock clock = new SteppedPushClock();
        Pusher pusher = pusher().collector(done);

        try (RecordedLog log = new RecordedLog("dev.fennel.pushgateway")) {
            PeriodicPush pushes = PeriodicPush.start(pusher, Duration.ofSeconds(1), failures::add, clock);
            clock.awaitPause();
            assertDone(0);

            gateway.close();
            done.inc();
            clock.step();
            clock.awaitPause();
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0)).isInstanceOf(IOException.class).isNotInstanceOf(PushException.class);

            gateway = Pushgateway.startAgain(age, gateway.uri());
            done.inc();
            clock.step();
            clock.awaitPause();
            assertDone(2);

            done.inc();
            pushes.close();
            assertDone(3);
            assertThat(failures).hasSize(1);
            assertThat(log.messages()).hasSize(2);
        }
    }

    private void assertDone(int jobs) {
        assertThatMetrics(gateway.page()).contains("done_total{instance=\"\",job=\"j\"} " + jobs);
    }

    @Test
    void retriesOutliveARestart() throws Exception {
        Pusher pusher = pusher().gatherer(Gathered.ROOM).retries(Retries.attempts(3));
        gateway.close();
        FakePushClock clock = new FakePushClock(0.5) {
            @Override
            public boolean pause(long duration) throws InterruptedException {
                gateway = Pushgateway.startAgain(age, gateway.uri());
                return super.pause(duration);
            }
        };
        pusher.push(Pusher.NOTHING, clock);
        assertThat(clock.pauses()).hasSize(1);
        assertThatMetrics(gateway.page()).contains("room{instance=\"\",job=\"j\"} 1.5");
    }

    @Test
    void credentialsOpenAProxyBeforeTheGateway() throws IOException {
        try (FakeGateway basic = GuardedGateway.of(gateway.uri(), "Basic dXNlcjpww6Rzcw==");
                FakeGateway bearer = GuardedGateway.of(gateway.uri(), "Bearer t0k.en")) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(basic.url(), "j")
                            .basicAuth("user", "pass")
                            .push())
                    .withMessageEndingWith("expected status 200 or 202, got 401: who are you?");
            assertThat(gateway.groups()).isEmpty();

            Pusher.to(basic.url(), "a")
                    .gatherer(Gathered.ROOM)
                    .basicAuth("user", "päss")
                    .gzip()
                    .push();
            Pusher.to(bearer.url(), "b")
                    .gatherer(Gathered.ROOM)
                    .bearerToken("t0k.en")
                    .add();
            assertThatMetrics(gateway.page()).named("room").hasCount(2).contains("""
                    room{instance="",job="a"} 1.5
                    room{instance="",job="b"} 1.5
                    """);
            Pusher.to(bearer.url(), "a").bearerToken("t0k.en").delete();
            Pusher.to(bearer.url(), "b").bearerToken("t0k.en").push();
            assertThat(gateway.groups()).hasSize(1);
        }
    }
}
