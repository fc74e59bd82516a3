package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.RecordedLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the exceptions of a push that failed say, and what they do not. */
class FailureMessagesTest {
    @Test
    void refusedConnectionIsCalledThat() {
        String address = "127.0.0.1:" + FreePort.find();
        assertThatIOException()
                .isThrownBy(() -> Pusher.to(address, "j").push())
                .withMessage("PUT http://" + address + "/metrics/job/j: cannot connect to " + address
                        + ": the connection was refused");
    }

    @Test
    void exceptionWithoutATextIsLoggedByTheNameOfItsClass() {
        try (RecordedLog log = new RecordedLog("a.log")) {
            FailureText.log(System.getLogger("a.log"), Level.WARNING, "cannot push", new TextlessException());
            assertThat(log.messages())
                    .containsExactly("WARNING: cannot push: threw " + TextlessException.class.getName());
        }
    }

    private static final class TextlessException extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("a/Formatter");
        }
    }

    @Test
    void unknownHostIsCalledThat() {
        assertThatIOException()
                .isThrownBy(() -> Pusher.to("no-such-host.invalid:9091", "j").push())
                .withMessageEndingWith(": cannot connect to no-such-host.invalid:9091: the host is unknown");
    }

    @Test
    void connectionThatTimesOutIsCalledThat() throws IOException {
        HttpClient hasty =
                HttpClient.newBuilder().connectTimeout(Duration.ofMillis(200)).build();
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            fill(server, queued);
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> Pusher.to(address, "j").client(hasty).push())
                    .withMessageEndingWith(": cannot connect to " + address + ": timed out after PT0.2S");
        } finally {
            for (Socket one : queued) {
                one.close();
            }
        }
    }

    /** Connects until the system lets nobody else wait for the server. */
    private static void fill(ServerSocket server, List<Socket> queued) throws IOException {
        while (true) {
            Socket one = new Socket();
            queued.add(one);
            try {
                one.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Test
    void controlCharactersOfABodyAreMadeVisible() throws IOException {
        String body = "bad\r\nFAKE log line\t\u001b[31m\u0007\u0085\u2028\u202e end \ud83d\udd25";
        try (FakeGateway gateway = FakeGateway.answering(400, body)) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(gateway.url(), "j").push())
                    .withMessageEndingWith(
                            "got 400: bad\\r\\nFAKE log line\\t\\u001b[31m\\u0007\\u0085\\u2028\\u202e end \ud83d\udd25")
                    .satisfies(e -> assertThat(e.responseBody()).isEqualTo(body));
        }
    }

    @Test
    void longBodyIsCutInTheMessage() throws IOException {
        String page = "<p>\ud83d\udd25</p>".repeat(500);
        try (FakeGateway gateway = FakeGateway.answering(502, page)) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(gateway.url(), "j").push())
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(600).endsWith("..."))
                    .satisfies(e -> assertThat(e.responseBody()).hasSizeGreaterThan(3000));
        }
    }

    /** The client quotes what it cannot read, and the log would print its exception as a cause. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 2\u001b[31m evil", "bad\u001b]0;x\u0007"})
    void answerThatIsNoHttpIsNotQuotedRaw(String line) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server, line));
            assertThatIOException()
                    .isThrownBy(() ->
                            Pusher.to("127.0.0.1:" + server.getLocalPort(), "j").delete())
                    .withMessageContaining("\\u001b")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("\u001b"));
            answered.get(1, TimeUnit.MINUTES);
        }
    }

    private static void answer(ServerSocket server, String line) {
        try (Socket connection = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            while (!request.readLine().isEmpty()) { // the whole head, as to close before would break the connection off
                continue;
            }
            connection.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9091?token=hunter2, http://localhost:9091?...",
        "http://localhost:9091#hunter2, http://localhost:9091#...",
        "ftp://localhost?hunter2, ftp://localhost?...",
        "http://push gateway?token=hunter2#x, http://push gateway?...",
    })
    void queryOfARefusedUrlIsNotQuoted(String url, String quoted) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to(url, "j"))
                .withMessageStartingWith("gateway URL \"" + quoted + "\": expected one like")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void controlCharactersOfARefusedUrlAreMadeVisible() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("http://local\nhost", "j"))
                .withMessageStartingWith("gateway URL \"http://local\\nhost\": expected one like");
    }
}
