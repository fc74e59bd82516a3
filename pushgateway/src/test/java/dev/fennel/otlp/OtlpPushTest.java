package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.PushException;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.LentMetrics;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpPushTest {
    private static final Retries AT_ONCE = Retries.attempts(3).withBackoff(Duration.ofNanos(1), Duration.ofNanos(1));

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_700_000_000_000L));
    private final Registry registry = Registry.create();
    private final GaugeVec depth =
            GaugeVec.builder("queue.depth", "Jobs.", "queue").register(registry);

    private OtlpPush to(FakeCollector collector) {
        return to(collector.url());
    }

    private OtlpPush to(String url) {
        return new OtlpPush(url, "shop", clock).gatherer(registry);
    }

    private void measure(int series) {
        for (int i = 0; i < series; i++) {
            depth.withLabelValues("q" + i).set(i);
        }
    }

    @Test
    void requestSaysWhatItIsAndWhoseItIs() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            depth.withLabelValues("a").set(1.5);
            assertThat(to(collector)
                            .resourceAttribute("service.instance.id", "db-1")
                            .resourceAttribute("gone", "x")
                            .resourceAttribute("gone", "")
                            .push())
                    .isEqualTo(new OtlpResult(1, 1, 1, 1, 0, ""));
            FakeCollector.Request request = collector.requests().get(0);
            assertThat(request.path()).isEqualTo("/v1/metrics");
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
            assertThat(request.headers()).doesNotContainKey("Content-Encoding");
            assertThat(DecodedExport.resource(request.decoded()))
                    .isEqualTo("attributes { service.instance.id=db-1 } attributes { service.name=shop }");
            assertThat(DecodedExport.scope(request.decoded())).isEqualTo("name: \"dev.fennel\"");
            assertThat(collector.metrics())
                    .containsExactly("name: \"queue.depth\" description: \"Jobs.\" gauge { data_points {"
                            + " time_unix_nano: 1700000000000000000 as_double: 1.5 attributes { queue=a } } }"
                            + " metadata { prometheus.type=gauge }");
        }
    }

    @Test
    void attributesOfTheResourceHaveAnyNamesAndMayBeNone() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            for (OtlpPush push : List.of(to(collector), to(collector).json())) {
                push.resourceAttribute("k8s.pod name", "a\"b")
                        .resourceAttribute("größe", "\u2028")
                        .push();
                assertThat(DecodedExport.resource(collector.requests().remove(0).decoded()))
                        .isEqualTo("attributes { gr\\303\\266\\303\\237e=\\342\\200\\250 }"
                                + " attributes { key: \"k8s.pod name\" value { string_value: \"a\\\"b\" } }"
                                + " attributes { service.name=shop }");
                push.resourceAttribute("k8s.pod name", "")
                        .resourceAttribute("größe", "")
                        .resourceAttribute("service.name", "")
                        .push();
                assertThat(DecodedExport.resource(collector.requests().remove(0).decoded()))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', /v1/metrics",
        "/, /v1/metrics",
        "/api/v1/otlp/v1/metrics, /api/v1/otlp/v1/metrics",
        "/opentelemetry/v1/metrics/, /opentelemetry/v1/metrics",
        "?key=a/, /v1/metrics?key=a/",
        "/?key=a%20b, /v1/metrics?key=a%20b",
        "/otlp?key=a&more, /otlp?key=a&more"
    })
    void pathIsAddedUnlessThereIsOne(String given, String path) throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            to(collector.url() + given).push();
            assertThat(collector.requests().get(0).path()).isEqualTo(path);
        }
    }

    @Test
    void queryIsInNoMessage() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            collector.then(403, "no");
            OtlpPush push = to(collector.url() + "?key=s3cret");
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(push::push)
                    .withMessageContaining("POST " + collector.url() + "/v1/metrics?...")
                    .withMessageNotContaining("s3cret");
        }
    }

    @Test
    void jsonAndCompressedRequestsHaveTheSameMetrics() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(3);
            to(collector).push();
            to(collector).json().push();
            to(collector).gzip().push();
            to(collector).json().gzip().push();
            assertThat(collector.requests())
                    .extracting(request -> request.headers().getFirst("Content-Type") + " "
                            + request.headers().getFirst("Content-Encoding"))
                    .containsExactly(
                            "application/x-protobuf null",
                            "application/json null",
                            "application/x-protobuf gzip",
                            "application/json gzip");
            assertThat(collector.requests()).allSatisfy(request -> assertThat(request.decoded())
                    .isEqualTo(collector.requests().get(0).decoded()));
        }
    }

    @Test
    void numbersAreTheSameInJson() throws IOException {
        double[] values = {-0.0, 0, 1e6, -1e-7, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, 1.0 / 0, -1.0 / 0};
        try (FakeCollector collector = new FakeCollector()) {
            for (int i = 0; i < values.length; i++) {
                depth.withLabelValues(Integer.toString(i)).set(values[i]);
            }
            to(collector).push();
            to(collector).json().push();
            assertThat(collector.requests().get(1).decoded())
                    .isEqualTo(collector.requests().get(0).decoded());
        }
    }

    @Test
    void metricsAreGivenBackBeforeTheyAreSent() throws IOException {
        LentMetrics lent = new LentMetrics("lent");
        try (FakeCollector collector = new FakeCollector().then(500, "")) {
            OtlpPush push = new OtlpPush(collector.url(), "s", clock).gatherer(lent);
            assertThatExceptionOfType(OtlpException.class).isThrownBy(push::push);
            push.push();
        }
        assertThat(lent.givenBack()).isEqualTo(2);
        assertThat(lent.readLate()).isZero();
    }

    @Test
    void largePushIsSentInSeveralRequests() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(25);
            assertThat(to(collector).pointsPerRequest(10).push()).isEqualTo(new OtlpResult(3, 3, 25, 25, 0, ""));
            assertThat(collector.metrics())
                    .extracting(metric -> metric.split("data_points", -1).length - 1)
                    .containsExactly(10, 10, 5);
        }
    }

    @Test
    void longLabelsFillARequestBeforeItsPointsDo() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            for (int i = 0; i < 5; i++) {
                depth.withLabelValues(i + "x".repeat(600_000)).set(i);
            }
            assertThat(to(collector).json().push()).isEqualTo(new OtlpResult(3, 3, 5, 5, 0, ""));
        }
    }

    @Test
    void nothingIsSentIfThereIsNothing() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            assertThat(to(collector).push()).isEqualTo(new OtlpResult(0, 0, 0, 0, 0, ""));
            assertThat(collector.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pointsThatAreRejectedAreCountedAndTheOtherRequestsAreSent(boolean json) throws IOException {
        byte[] answer = json
                ? "{\"partialSuccess\":{\"rejectedDataPoints\":\"3\",\"errorMessage\":\"too \\\"old\\\"\"}}"
                        .getBytes(StandardCharsets.UTF_8)
                : DecodedExport.encoded(
                        "ExportMetricsServiceResponse",
                        "partial_success { rejected_data_points: 3 error_message: \"too \\\"old\\\"\" }");
        String type = json ? "application/json" : "application/x-protobuf";
        try (FakeCollector collector = new FakeCollector().then(200, type, answer)) {
            measure(25);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() ->
                            to(collector).pointsPerRequest(10).retries(AT_ONCE).push())
                    .withMessageStartingWith("sent 22 of 25 data points, 3 rejected, in 2 of 3 requests: POST ")
                    .withMessageEndingWith("/v1/metrics: expected 10 data points to be accepted, got an answer that"
                            + " 3 are rejected: too " + (json ? "\\\"old\\\"" : "\"old\""))
                    .satisfies(e -> assertThat(e.result()).isEqualTo(new OtlpResult(3, 2, 25, 22, 3, "")));
            assertThat(collector.requests()).hasSize(3);
        }
    }

    @Test
    void warningOfAReceiverIsInTheResult() throws IOException {
        byte[] answer = DecodedExport.encoded(
                "ExportMetricsServiceResponse", "partial_success { error_message: \"soon\\ngone\" }");
        try (FakeCollector collector = new FakeCollector().then(200, "application/x-protobuf", answer)) {
            measure(1);
            OtlpResult result = to(collector).push();
            assertThat(result).isEqualTo(new OtlpResult(1, 1, 1, 1, 0, "soon\\ngone"));
            assertThat(result).hasToString("1 of 1 data points, in 1 of 1 requests, with the warning \"soon\\ngone\"");
        }
    }

    @Test
    void badRequestIsNotTheEndOfAPush() throws IOException {
        byte[] status = DecodedExport.encoded("Status", "code: 3 message: \"bad \\007" + "x".repeat(200) + "\"");
        try (FakeCollector collector = new FakeCollector().then(400, "application/x-protobuf", status)) {
            measure(25);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() ->
                            to(collector).pointsPerRequest(10).retries(AT_ONCE).push())
                    .withMessageStartingWith("sent 15 of 25 data points, in 2 of 3 requests: POST ")
                    .withMessageEndingWith("expected status 2xx, got 400: bad \\u0007" + "x".repeat(200))
                    .withCauseInstanceOf(PushException.class);
            assertThat(collector.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void requestIsSentAgainAsItWasIfTheReceiverCannotTakeItNow(int status) throws IOException {
        try (FakeCollector collector = new FakeCollector().then(status, "later").then(status, "later")) {
            measure(1);
            assertThat(to(collector).retries(AT_ONCE).push().accepted()).isEqualTo(1);
            assertThat(collector.requests()).hasSize(3).allSatisfy(request -> assertThat(request.bytes())
                    .isEqualTo(collector.requests().get(0).bytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 413, 415, 500, 501})
    void otherFailuresAreNotTriedAgainAndEndThePush(int status) throws IOException {
        try (FakeCollector collector = new FakeCollector().then(status, "no\u202e!")) {
            measure(5);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() ->
                            to(collector).pointsPerRequest(1).retries(AT_ONCE).push())
                    .withMessage("sent 0 of 5 data points, in 0 of 5 requests: POST " + collector.url()
                            + "/v1/metrics (attempt 1 of 3): expected status 2xx, got " + status + ": no\\u202e!");
            assertThat(collector.requests()).hasSize(1);
        }
    }

    @Test
    void receiverThatIsOutOfReachOrTooSlowOrHangsUpIsReported() throws Exception {
        measure(1);
        assertThatExceptionOfType(OtlpException.class)
                .isThrownBy(() -> to("http://127.0.0.1:" + FreePort.find()).push())
                .withMessageContaining("the connection was refused");

        CountDownLatch tested = new CountDownLatch(1);
        try (FakeCollector slow = new FakeCollector().then(exchange -> await(tested))) {
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(slow).timeout(Duration.ofMillis(100)).push())
                    .withCauseInstanceOf(HttpTimeoutException.class);
            tested.countDown();
        }
        try (FakeCollector closing = new FakeCollector().then(exchange -> {
            throw new IOException("closes the connection");
        })) {
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(closing).push())
                    .withMessageContaining("POST " + closing.url() + "/v1/metrics: java.io.IOException");
        }
    }

    /** What could not be sent now could not be sent a moment later either. */
    @Test
    void connectionThatBreaksEndsThePush() throws IOException {
        try (FakeCollector closing = new FakeCollector().then(exchange -> {
            throw new IOException("closes the connection");
        })) {
            measure(3);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(closing).pointsPerRequest(1).push())
                    .withMessageStartingWith("sent 0 of 3 data points, in 0 of 3 requests: POST ");
            assertThat(closing.requests()).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of an answer without an end, no more is read than a message needs. */
    @Test
    void answerWithoutAnEndIsCut() throws IOException {
        try (FakeCollector endless = new FakeCollector().then(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, 0);
            byte[] zeros = new byte[1 << 16];
            while (true) { // until the client closes the connection
                exchange.getResponseBody().write(zeros);
            }
        })) {
            measure(1);
            assertThat(to(endless).push().acceptedPoints()).isEqualTo(1);
        }
    }

    @Test
    void credentialsAreSentWithEachRequestAndInNoMessage() throws IOException {
        try (FakeCollector collector = new FakeCollector().then(401, "who?")) {
            measure(1);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(collector).basicAuth("user", "päss").push())
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("päss", "dXNlcjpww6Rzcw=="));
            to(collector)
                    .bearerToken("t0k.en")
                    .header("X-Scope-OrgID", "tenant")
                    .push();
            assertThat(collector.requests())
                    .extracting(request -> request.headers().getFirst("Authorization"))
                    .containsExactly("Basic dXNlcjpww6Rzcw==", "Bearer t0k.en");
        }
    }

    @Test
    void nothingIsSentOfAPushThatIsNotWhole() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(() -> to(collector)
                            .gatherer(() -> new GatherResult(List.of(), List.of(new GatherError("the disk is full"))))
                            .push())
                    .withMessageContaining("metrics not pushed")
                    .withMessageContaining("the disk is full");
            Desc desc = Desc.gauge("zz_broken", "");
            MetricFamily broken =
                    new MetricFamily(desc, List.of(ConstMetric.invalid(desc, new IOException("the disk is gone"))));
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(() -> to(collector)
                            .pointsPerRequest(1)
                            .gatherer(() -> new GatherResult(List.of(broken), List.of()))
                            .push())
                    .withMessageContaining("the disk is gone");
            assertThat(collector.requests()).isEmpty();
        }
    }

    @Test
    void pushesInTheSameMillisecondHaveTimesOfTheirOwn() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            OtlpPush push = to(collector);
            push.push();
            push.push();
            assertThat(collector.metrics())
                    .extracting(metric -> metric.replaceAll(".*time_unix_nano: ([0-9]+).*", "$1"))
                    .containsExactly("1700000000000000000", "1700000000001000000");
        }
    }

    @Test
    void jobReportsItsEndBesideItsMetricsHoweverItEnded() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            try (BatchJob job = to(collector).startJob("backup")) {
                job.succeed();
            }
            assertThat(collector.metrics())
                    .extracting(metric -> metric.replaceAll("name: \"([^\"]+)\".*", "$1"))
                    .containsExactlyInAnyOrder(
                            "queue.depth",
                            "backup_duration_seconds",
                            "backup_last_completion_timestamp_seconds",
                            "backup_last_success_timestamp_seconds",
                            "backup_success");
            to(collector).startJob("backup").close();
            assertThat(collector.metrics())
                    .filteredOn(metric -> metric.contains("backup_success"))
                    .satisfiesExactly(
                            success -> assertThat(success).contains("as_double: 1.0"),
                            failure -> assertThat(failure).contains("as_double: 0.0"));
        }
    }

    @Test
    void programPushesAtItsStartAndAtItsEnd() throws IOException {
        try (FakeCollector collector = new FakeCollector()) {
            measure(1);
            PeriodicPush pushes = to(collector).start(Duration.ofHours(1));
            pushes.close();
            assertThat(collector.metrics()).hasSize(2);
        }
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        OtlpPush push = OtlpPush.to("localhost:4318", "s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtlpPush.to("ftp://x", "s"))
                .withMessage("OTLP URL \"ftp://x\": expected one like \"http://localhost:4318\","
                        + " but its scheme is \"ftp\"");
        assertThatIllegalArgumentException().isThrownBy(() -> push.resourceAttribute("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> push.resourceAttribute("a", "\uD800"));
        assertThatIllegalArgumentException().isThrownBy(() -> push.resourceAttribute("__x", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> OtlpPush.to("localhost:4318", "\uD800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push.pointsPerRequest(0))
                .withMessage("expected at least 1 data point per request, got 0");
        assertThatNullPointerException().isThrownBy(() -> OtlpPush.to(null, "s"));
        assertThatNullPointerException().isThrownBy(() -> OtlpPush.to("localhost", null));
        assertThatNullPointerException().isThrownBy(() -> push.resourceAttribute(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> push.resourceAttribute("a", null));
    }
}
