package dev.fennel.examples.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A framework's server, what it measures, and its client. */
final class Trial implements AutoCloseable {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);

    final Registry registry = Registry.pedantic();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Scraper scraper = Scraper.builder().registry(registry).build();
    private final Framework framework;
    private final Path folder;
    private RunningServer server;

    /** Starts it with the usual metrics. */
    Trial(Framework framework, Path folder) throws Exception {
        this.framework = framework;
        this.folder = folder;
        server = framework.start(new Measuring.Standard(registry), scraper, folder);
    }

    /** Starts it anew with other metrics. */
    void restart(Measuring measuring) throws Exception {
        server.close();
        server = framework.start(measuring, scraper, folder);
    }

    HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("hello") : BodyPublishers.noBody());
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> expect(String method, String path, int code, String body, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(method, path, headers);
        assertThat(response.statusCode()).as(path).isEqualTo(code);
        assertThat(response.body()).asString(StandardCharsets.UTF_8).as(path).isEqualTo(body);
        return response;
    }

    /** Opens a connection and sends on it what is no whole request, or more than one. */
    Socket connect(String requests) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Has a connection reset when it is closed, which the server sees at once. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
    }

    String metrics() {
        return new String(GatheredMetrics.from(registry).encode(Format.TEXT), StandardCharsets.UTF_8);
    }

    /** Waits until a sample is there. */
    void await(String sample) {
        await(() -> metrics().contains(sample + "\n"), sample);
    }

    /** Waits until a number of requests has been counted, which comes last. */
    void awaitRequests(int number) {
        await(() -> counted() >= number, number + " requests");
    }

    private double counted() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void await(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new AssertionError("expected " + what + ", got\n" + metrics());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        server.close();
        scraper.close();
    }
}
