package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.Format;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PusherTest {
    /** One of {@link Pusher#push}, {@link Pusher#add} and {@link Pusher#delete}. */
    private enum Call {
        PUT,
        POST,
        DELETE;

        void on(Pusher pusher) throws IOException {
            switch (this) {
                case PUT -> pusher.push();
                case POST -> pusher.add();
                default -> pusher.delete();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void pushPutsAndAddPostsTheMetrics(Call call) throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            call.on(Pusher.to(gateway.url(), "db_backup")
                    .gatherer(Gathered.ROOM)
                    .grouping("db", "customers")
                    .format(Format.TEXT));

            FakeGateway.Request request = gateway.onlyRequest();
            assertThat(request.method()).isEqualTo(call.name());
            assertThat(request.path()).isEqualTo("/metrics/job/db_backup/db/customers");
            assertThat(request.headers().get("Content-Type")).containsExactly(Format.TEXT.contentType());
            assertThat(request.body()).isEqualTo(Gathered.ROOM_TEXT);
        }
    }

    @Test
    void deleteGathersAndSendsNothing() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(202)) {
            Pusher.to(gateway.url(), "db_backup")
                    .gatherer(() -> {
                        throw new AssertionError("gathered");
                    })
                    .delete();

            FakeGateway.Request request = gateway.onlyRequest();
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.path()).isEqualTo("/metrics/job/db_backup");
            assertThat(request.headers()).doesNotContainKey("Content-type");
            assertThat(request.body()).isEmpty();
        }
    }

    @Test
    void pathOfTheGatewayIsKept() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url() + "/push%2Fgw/", "a/b").push();
            assertThat(gateway.onlyRequest().path()).isEqualTo("/push%2Fgw/metrics/job@base64/YS9i");
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, 200", "PUT, 202", "POST, 200", "POST, 202", "DELETE, 200", "DELETE, 202"})
    void okAndAcceptedAreSuccess(Call call, int status) throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(status, status == 200 ? "fine" : "")) {
            call.on(Pusher.to(gateway.url(), "j"));
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, 201", "PUT, 204", "PUT, 400", "POST, 401", "POST, 404", "DELETE, 407", "DELETE, 500", "PUT, 503"})
    void anyOtherStatusThrowsWithWhatTheGatewaySays(Call call, int status) throws IOException {
        String body = status == 204 ? "" : "don't like it\n";
        try (FakeGateway gateway = FakeGateway.answering(status, body)) {
            String url = gateway.url() + "/metrics/job/j";
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> call.on(Pusher.to(gateway.url(), "j")))
                    .withMessage(call + " " + url + ": expected status 200 or 202, got " + status
                            + (body.isEmpty() ? "" : ": don't like it"))
                    .satisfies(e -> {
                        assertThat(e.statusCode()).isEqualTo(status);
                        assertThat(e.uri()).isEqualTo(URI.create(url));
                        assertThat(e.responseBody()).isEqualTo(body);
                    });
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @Test
    void onePusherPushesFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher =
                    Pusher.to(gateway.url(), "j").gatherer(Gathered.ROOM).format(Format.TEXT);
            Callable<Void> push = () -> {
                pusher.push();
                return null;
            };
            for (Future<Void> pushed : threads.invokeAll(Collections.nCopies(100, push))) {
                pushed.get();
            }
            assertThat(gateway.requests()).hasSize(100).allMatch(r -> r.body().equals(Gathered.ROOM_TEXT));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void timeoutsThatAreNotAboveZeroAreRefused() {
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pusher.to("localhost", "j").timeout(timeout))
                    .withMessageContaining(timeout.toString());
        }
    }

    @Test
    void nullsAreRefusedAtOnce() {
        Pusher pusher = Pusher.to("localhost", "j");
        assertThatNullPointerException().isThrownBy(() -> Pusher.to(null, "j"));
        assertThatNullPointerException().isThrownBy(() -> Pusher.to("localhost", null));
        assertThatNullPointerException().isThrownBy(() -> pusher.collector(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.gatherer(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.grouping(null, ""));
        assertThatNullPointerException().isThrownBy(() -> pusher.grouping("a", null));
        assertThatNullPointerException().isThrownBy(() -> pusher.client(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.header("a", null));
        assertThatNullPointerException().isThrownBy(() -> pusher.basicAuth("a", null));
        assertThatNullPointerException().isThrownBy(() -> pusher.bearerToken((String) null));
        assertThatNullPointerException().isThrownBy(() -> pusher.bearerToken((Supplier<String>) null));
        assertThatNullPointerException().isThrownBy(() -> pusher.retries(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.startJob(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.timeout(null));
    }
}
