package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PushException;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.LentMetrics;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteTest {
    private static final Retries AT_ONCE = Retries.attempts(3).withBackoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final String GAUGE = " | GAUGE | Jobs. |  | 0";

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private final Registry registry = Registry.create();
    private final GaugeVec depth =
            GaugeVec.builder("queue.depth", "Jobs.", "queue").register(registry);

    private RemoteWrite to(FakeReceiver receiver) {
        return to(receiver.url());
    }

    private RemoteWrite to(String url) {
        return new RemoteWrite(url, "j", clock).gatherer(registry);
    }

    @Test
    void requestSaysWhatItIsAndHasTheExternalLabels() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1.5);
            assertThat(to(receiver).externalLabel("instance", "db-1").push())
                    .isEqualTo(new RemoteWriteResult(1, 1, 1, 1, 0, 0, 0, 0));
            FakeReceiver.Request request = receiver.requests().get(0);
            assertThat(request.headers().getFirst("Content-Type"))
                    .isEqualTo("application/x-protobuf;proto=io.prometheus.write.v2.Request");
            assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("snappy");
            assertThat(request.headers().getFirst("X-Prometheus-Remote-Write-Version"))
                    .isEqualTo("2.0.0");
            assertThat(receiver.series())
                    .containsExactly("{__name__=queue.depth,instance=db-1,job=j,queue=a} 1.5 @1700000000000" + GAUGE);
        }
    }

    @Test
    void queryIsSentAndInNoMessage() throws IOException {
        List<String> queries = new ArrayList<>();
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1.5);
            receiver.then(exchange -> {
                queries.add(exchange.getRequestURI().getRawQuery());
                FakeReceiver.write(exchange, 403, "no");
            });
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(to(receiver.url() + "?server=s3cret/")::push)
                    .satisfies(e -> assertThat(e).hasStackTraceContaining("POST " + receiver.url() + "?..."))
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret"));
        }
        assertThat(queries).containsExactly("server=s3cret/");
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void metricsAreGivenBackThoughTheyAreSentAgainAndTheirEndsToo() throws IOException {
        LentMetrics lent = new LentMetrics("lent");
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            RemoteWrite push =
                    new RemoteWrite(receiver.url(), "j", clock).staleMarkers().gatherer(lent);
            push.push();
            push.push();
        }
        assertThat(lent.givenBack()).isEqualTo(2);
        assertThat(lent.readLate()).isZero();
    }

    @Test
    void version1IsSentToAReceiverThatDoesNotSayWhatItWroteAndThenAlways() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            depth.withLabelValues("a").set(1.5);
            RemoteWrite push = to(receiver);
            assertThat(push.push()).isEqualTo(new RemoteWriteResult(1, 1, 1, 1, 0, 0, 0, 0));
            clock.advanceMillis(1000);
            push.push();
            assertThat(receiver.requests())
                    .extracting(FakeReceiver.Request::version2)
                    .containsExactly(true, false, false);
            assertThat(receiver.requests().get(1).headers().getFirst("Content-Type"))
                    .isEqualTo("application/x-protobuf");
            assertThat(receiver.requests().get(1).headers().getFirst("X-Prometheus-Remote-Write-Version"))
                    .isEqualTo("0.1.0");
            assertThat(receiver.series())
                    .containsExactly(
                            "{__name__=queue.depth,job=j,queue=a} 1.5 @1700000000000" + GAUGE,
                            "{__name__=queue_depth,job=j,queue=a} 1.5 @1700000000001",
                            "{__name__=queue_depth,job=j,queue=a} 1.5 @1700000001000");
        }
    }

    @Test
    void version1IsSentToAReceiverThatRefusesTheMediaType() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false).then(415, "application/x-protobuf only")) {
            depth.withLabelValues("a").set(1.5);
            to(receiver).push();
            assertThat(receiver.requests())
                    .extracting(FakeReceiver.Request::version2)
                    .containsExactly(true, false);
        }
    }

    @Test
    void versionThatWasChosenIsKept() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false).then(415, "no").then(204, "")) {
            depth.withLabelValues("a").set(1.5);
            RemoteWrite push = to(receiver).version(Version.V2_0).escaping(EscapingScheme.UNDERSCORES);
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(push::push)
                    .withMessage("wrote 0 of 1 samples, in 0 of 1 requests: POST " + receiver.url()
                            + ": expected status 2xx, got 415: no");
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(push::push)
                    .withMessageContaining("expected an answer with the header"
                            + " \"X-Prometheus-Remote-Write-Samples-Written\", got one without");
            assertThat(receiver.series()).hasSize(2).allMatch(series -> series.contains("__name__=queue_depth"));
        }
    }

    @Test
    void largePushIsSentInSeveralRequestsWithMetricsWhole() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            for (int i = 0; i < 25; i++) {
                depth.withLabelValues("q" + i).set(i);
            }
            assertThat(to(receiver).samplesPerRequest(10).push())
                    .isEqualTo(new RemoteWriteResult(3, 3, 25, 25, 0, 0, 0, 0));
            assertThat(receiver.requests())
                    .extracting(request -> request.decoded().series().size())
                    .containsExactly(10, 10, 5);
            assertThat(receiver.series()).doesNotHaveDuplicates().hasSize(25);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void longLabelsFillARequestBeforeItsSamplesDo(Version version) throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            for (int i = 0; i < 5; i++) {
                depth.withLabelValues(i + "x".repeat(600_000)).set(i);
            }
            to(receiver).version(version).push();
            assertThat(receiver.requests())
                    .extracting(request -> request.decoded().series().size())
                    .containsExactly(2, 2, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void longHelpFillsARequestBeforeItsSamplesDo(Version version) throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            for (int i = 0; i < 5; i++) {
                GaugeVec.builder("a" + i, i + "x".repeat(600_000), "of")
                        .register(registry)
                        .withLabelValues("b")
                        .set(1);
            }
            to(receiver).version(version).push();
            assertThat(receiver.requests())
                    .extracting(request -> request.decoded().series().size())
                    .containsExactly(2, 2, 1);
        }
    }

    @Test
    void samplesThatAreRefusedAreCountedAndTheOtherRequestsAreSent() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            FakeReceiver.written(exchange, 7, 0);
            FakeReceiver.write(exchange, 400, "out of order sample");
        })) {
            for (int i = 0; i < 25; i++) {
                depth.withLabelValues("q" + i).set(i);
            }
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() ->
                            to(receiver).samplesPerRequest(10).retries(AT_ONCE).push())
                    .withMessageStartingWith("wrote 22 of 25 samples, in 2 of 3 requests: ")
                    .withMessageEndingWith("expected status 2xx, got 400: out of order sample")
                    .withCauseInstanceOf(PushException.class)
                    .satisfies(e -> assertThat(e.result()).isEqualTo(new RemoteWriteResult(3, 2, 25, 22, 0, 0, 0, 0)));
            assertThat(receiver.requests()).hasSize(3);
        }
    }

    @Test
    void answerOfSuccessThatWroteLessIsAFailure() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(exchange -> {
            FakeReceiver.written(exchange, 0, 0);
            exchange.sendResponseHeaders(204, -1);
        })) {
            depth.withLabelValues("a").set(1);
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(receiver).push())
                    .withMessageEndingWith("expected 1 samples to be written, got an answer that 0 were");
        }
    }

    @Test
    void failureThatDoesNotPassEndsThePush() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)
                .then(exchange -> {
                    FakeReceiver.written(exchange, 10, 0);
                    exchange.sendResponseHeaders(204, -1);
                })
                .then(500, "a")
                .then(500, "b")
                .then(500, "c")) {
            for (int i = 0; i < 25; i++) {
                depth.withLabelValues("q" + i).set(i);
            }
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() ->
                            to(receiver).samplesPerRequest(10).retries(AT_ONCE).push())
                    .withMessageStartingWith("wrote 10 of 25 samples, in 1 of 3 requests: ")
                    .withMessageEndingWith("(attempt 3 of 3): expected status 2xx, got 500: c")
                    .satisfies(e -> assertThat(e.getCause().getSuppressed()).hasSize(2));
            assertThat(receiver.requests()).hasSize(4);
        }
    }

    @Test
    void requestIsSentAgainAsItWas() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(503, "a").then(429, "b")) {
            depth.withLabelValues("a").set(1);
            to(receiver).retries(AT_ONCE).push();
            assertThat(receiver.requests()).hasSize(3).allSatisfy(request -> assertThat(request.bytes())
                    .isEqualTo(receiver.requests().get(0).bytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 413})
    void otherRefusalsAreNotTriedAgain(int status) throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true).then(status, "who are you?")) {
            for (int i = 0; i < 5; i++) {
                depth.withLabelValues("q" + i).set(i);
            }
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() ->
                            to(receiver).samplesPerRequest(1).retries(AT_ONCE).push())
                    .withMessageStartingWith("wrote 0 of 5 samples, in 0 of 5 requests: ");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void receiverThatIsOutOfReachOrTooSlowOrHangsUpIsReported() throws Exception {
        depth.withLabelValues("a").set(1);
        assertThatExceptionOfType(RemoteWriteException.class)
                .isThrownBy(
                        () -> to("http://127.0.0.1:" + FreePort.find() + "/w").push())
                .withMessageContaining("the connection was refused")
                .withRootCauseInstanceOf(ClosedChannelException.class)
                .satisfies(e -> assertThat(e.getCause()).hasCauseInstanceOf(ConnectException.class));

        CountDownLatch tested = new CountDownLatch(1);
        try (FakeReceiver slow = new FakeReceiver(true).then(exchange -> await(tested))) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(slow).timeout(Duration.ofMillis(100)).push())
                    .withCauseInstanceOf(HttpTimeoutException.class);
            tested.countDown();
        }
        try (FakeReceiver closing = new FakeReceiver(true).then(exchange -> {
            throw new IOException("closes the connection");
        })) {
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> to(closing).push())
                    .withMessageContaining("POST " + closing.url() + ": java.io.IOException");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void credentialsAreSentWithEachRequest() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            to(receiver).basicAuth("user", "päss").push();
            to(receiver).bearerToken("t0k.en").header("X-Scope-OrgID", "tenant").push();
            assertThat(receiver.requests())
                    .extracting(request -> request.headers().getFirst("Authorization"))
                    .containsExactly("Basic dXNlcjpww6Rzcw==", "Bearer t0k.en");
            assertThat(receiver.requests().get(1).headers().getFirst("X-Scope-OrgID"))
                    .isEqualTo("tenant");
        }
    }

    @Test
    void nothingIsSentOfAPushThatIsNotWhole() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(() -> to(receiver)
                            .gatherer(() -> new GatherResult(List.of(), List.of(new GatherError("the disk is full"))))
                            .push())
                    .withMessageContaining("metrics not pushed")
                    .withMessageContaining("the disk is full");
            Desc desc = Desc.gauge("broken", "");
            MetricFamily broken =
                    new MetricFamily(desc, List.of(ConstMetric.invalid(desc, new IOException("the disk is gone"))));
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(() -> to(receiver)
                            .samplesPerRequest(1)
                            .gatherer(() -> new GatherResult(List.of(broken), List.of()))
                            .push())
                    .withMessageContaining("the disk is gone");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void pushesInTheSameMillisecondHaveTimesOfTheirOwnAndAClockThatIsSetBackCounts() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            RemoteWrite push = to(receiver);
            push.push();
            push.push();
            push.push();
            clock.advanceMillis(-60_000);
            push.push();
            assertThat(receiver.series())
                    .extracting(series -> series.replaceAll(".* @([0-9]+).*", "$1"))
                    .containsExactly("1700000000000", "1700000000001", "1700000000002", "1699999940000");
        }
    }

    @Test
    void timesOfManyPushesAtOnceOnlyGoOn() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            RemoteWrite push = to(receiver);
            for (int i = 0; i < 3000; i++) {
                push.push(); // nothing
            }
            depth.withLabelValues("a").set(1);
            push.push();
            clock.advanceMillis(-1);
            push.push();
            assertThat(receiver.series())
                    .extracting(series -> series.replaceAll(".* @([0-9]+).*", "$1"))
                    .containsExactly("1700000003000", "1700000003001");
        }
    }

    @Test
    void jobReportsItsEndBesideItsMetricsHoweverItEnded() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(true)) {
            depth.withLabelValues("a").set(1);
            try (BatchJob job = to(receiver).startJob("backup")) {
                job.succeed();
            }
            assertThat(receiver.series())
                    .extracting(series -> series.replaceAll("\\{__name__=([^,]+),.*", "$1"))
                    .containsExactlyInAnyOrder(
                            "queue.depth",
                            "backup_duration_seconds",
                            "backup_last_completion_timestamp_seconds",
                            "backup_last_success_timestamp_seconds",
                            "backup_success");
            to(receiver).startJob("backup").close();
            assertThat(receiver.series())
                    .hasSize(9)
                    .filteredOn(series -> series.contains("backup_success"))
                    .satisfiesExactly(success -> assertThat(success).contains("} 1.0 @"), failure -> assertThat(failure)
                            .contains("} 0.0 @"));
        }
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        RemoteWrite push = RemoteWrite.to("localhost:9090/api/v1/write/", "j");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteWrite.to("ftp://x", "j"))
                .withMessage("remote write URL \"ftp://x\": expected one like \"http://localhost:9090/api/v1/write\","
                        + " but its scheme is \"ftp\"");
        assertThatIllegalArgumentException().isThrownBy(() -> push.externalLabel("__name__", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> push.externalLabel("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> push.externalLabel("a", "\uD800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push.samplesPerRequest(0))
                .withMessage("expected at least 1 sample per request, got 0");
        assertThatNullPointerException().isThrownBy(() -> RemoteWrite.to(null, "j"));
        assertThatNullPointerException().isThrownBy(() -> RemoteWrite.to("localhost", null));
        assertThatNullPointerException().isThrownBy(() -> push.externalLabel(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> push.version(null));
        assertThatNullPointerException().isThrownBy(() -> push.escaping(null));
    }
}
