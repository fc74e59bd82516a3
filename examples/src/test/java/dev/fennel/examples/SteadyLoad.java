package dev.fennel.examples;

import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends the service one request after the other until it is closed. */
final class SteadyLoad implements AutoCloseable {
    /** One of four requests fails. */
    static final double ERROR_RATIO = 0.25;

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Large enough that the answers make work for the garbage collector. */
    private static final byte[] BODY = new byte[200_000];

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<HttpRequest> requests;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean closed;
    private volatile Exception failure;

    SteadyLoad(RealServer service) {
        requests = List.of(
                HttpRequest.newBuilder(service.uri("/hello")).build(),
                HttpRequest.newBuilder(service.uri("/echo"))
                        .POST(BodyPublishers.ofByteArray(BODY))
                        .build(),
                HttpRequest.newBuilder(service.uri("/nowhere")).build(),
                HttpRequest.newBuilder(service.uri("/fail")).build());
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                for (HttpRequest request : requests) {
                    client.send(request, BodyHandlers.discarding());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException | InterruptedException e) {
            failure = e;
        }
    }

    /** Ends the load. Throws if a request was not answered. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("the load broke off", failure);
        }
    }
}
