package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.fennel.metrics.Gauge;
import dev.fennel.remotewrite.RemoteWrite;
import dev.fennel.remotewrite.RemoteWriteException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes over TLS, to a receiver whose certificate nobody but the given client trusts. */
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Retries AT_ONCE = Retries.attempts(3).withBackoff(Duration.ofNanos(1), Duration.ofNanos(1));

    @TempDir
    Path folder;

    private final Gauge depth = Gauge.builder("depth", "").build();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Makes a key, and a certificate for a name like {@code ip:127.0.0.1}, as the JDK's keytool does. */
    private SSLContext contextFor(String name) throws Exception {
        Path file = folder.resolve(name.replace(':', '-') + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "secret",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=" + name)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private HttpsServer start(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Samples-Written", "1");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }

    private static String url(HttpsServer server) {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private Pusher pusher(HttpsServer server) {
        return Pusher.to(url(server), "j").collector(depth);
    }

    private RemoteWrite remoteWrite(HttpsServer server) {
        return RemoteWrite.to(url(server) + "/api/v1/write", "j").collector(depth);
    }

    @Test
    void clientThatTrustsTheReceiverPushes() throws Exception {
        SSLContext context = contextFor("ip:127.0.0.1");
        HttpsServer server = start(context);
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            pusher(server).client(client).push();
            remoteWrite(server).client(client).push();
            assertThat(requests).containsExactly("PUT /metrics/job/j", "POST /api/v1/write");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void certificateThatIsNotTrustedIsReported() throws Exception {
        HttpsServer server = start(contextFor("ip:127.0.0.1"));
        try {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pusher(server).push())
                    .withMessageStartingWith("PUT " + url(server) + "/metrics/job/j: ")
                    .withMessageContaining("SSLHandshakeException")
                    .withMessageContaining("unable to find valid certification path");
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> remoteWrite(server).push())
                    .withMessageContaining("wrote 0 of 1 samples, in 0 of 1 requests: POST " + url(server))
                    .withMessageContaining("unable to find valid certification path");
            assertThat(requests).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void certificateForAnotherHostIsReported() throws Exception {
        SSLContext context = contextFor("dns:store.example.org");
        HttpsServer server = start(context);
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pusher(server).client(client).push())
                    .withMessageContaining("127.0.0.1 found");
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() -> remoteWrite(server).client(client).push())
                    .withMessageContaining("127.0.0.1 found");
            assertThat(requests).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void certificateThatIsNotTrustedIsNotTriedAgain() throws Exception {
        HttpsServer server = start(contextFor("ip:127.0.0.1"));
        try {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pusher(server).retries(AT_ONCE).push())
                    .withMessageContaining("(attempt 1 of 3): ")
                    .withMessageContaining("unable to find valid certification path");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void certificateForAnotherHostIsNotTriedAgain() throws Exception {
        SSLContext context = contextFor("dns:store.example.org");
        HttpsServer server = start(context);
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(context).build();
            assertThatExceptionOfType(RemoteWriteException.class)
                    .isThrownBy(() ->
                            remoteWrite(server).client(client).retries(AT_ONCE).push())
                    .withMessageContaining("(attempt 1 of 3): ")
                    .withMessageContaining("127.0.0.1 found");
        } finally {
            server.stop(0);
        }
    }

    /** As from a receiver that restarts just now. */
    @Test
    void connectionThatIsClosedDuringTheHandshakeIsTriedAgain() throws Exception {
        Thread accepting;
        try (ServerSocket closing = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"))) {
            accepting = new Thread(() -> closeAll(closing));
            accepting.start();
            Pusher pusher = Pusher.to("https://127.0.0.1:" + closing.getLocalPort(), "j");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pusher.retries(AT_ONCE).push())
                    .withMessageContaining("(attempt 3 of 3): ");
        }
        accepting.join();
    }

    private static void closeAll(ServerSocket server) {
        try {
            while (true) { // until the socket is closed
                server.accept().close();
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }
}
