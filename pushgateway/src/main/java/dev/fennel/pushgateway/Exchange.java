package dev.fennel.pushgateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to the gateway and its answer.
 *
 * <p>The time limit is kept here and not given to the client, whose own ends when the answer's headers are there: a
 * body that never ends would hold the job for ever.
 */
final class Exchange {
    private static final int MAX_BODY_BYTES = 4096;

    private Exchange() {}

    static void send(HttpClient client, HttpRequest request, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request, status -> new BoundedText(MAX_BODY_BYTES));
        HttpResponse<String> response = await(exchange, request.method() + " " + request.uri(), timeout);
        int status = response.statusCode();
        if (status != 200 && status != 202) {
            throw new PushException(request.method(), request.uri(), status, response.body());
        }
    }

    private static <T> T await(CompletableFuture<T> exchange, String what, Duration timeout) throws IOException {
        try {
            return exchange.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(what + ": no complete answer within " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + ": interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw new IOException(what + ": " + e.getCause(), e.getCause());
        } finally {
            exchange.cancel(true); // closes the connection if the answer was given up, does nothing otherwise
        }
    }
}
