package dev.fennel.pushgateway;

import dev.fennel.pushgateway.AnswerReader.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to the gateway and its answer.
 *
 * <p>The time limit is kept here and not by the client, whose own timeout covers only the time to the headers of the
 * answer: a body that never ends would block the job for ever.
 */
final class Exchange {
    private static final int MAX_BODY_BYTES = 4096;

    private Exchange() {}

    /**
     * Sends the request and waits for success.
     *
     * @param what names the request in messages
     */
    static void send(HttpClient client, HttpRequest request, Duration timeout, String what) throws IOException {
        Answer answer = answer(client, request, timeout, what);
        if (answer.status() != 200 && answer.status() != 202) {
            throw new PushException(what, request.uri(), answer.status(), answer.body());
        }
    }

    @SuppressWarnings("UnusedException") // the causes say no more, and the new exceptions take none
    private static Answer answer(HttpClient client, HttpRequest request, Duration timeout, String what)
            throws IOException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<?> exchange =
                client.sendAsync(request, response -> new AnswerReader(response.statusCode(), MAX_BODY_BYTES, answer));
        CompletableFuture<?> unused = exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true); // closes the connection
            throw new HttpTimeoutException(what + ": no complete answer within " + timeout);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + ": interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw new IOException(what + ": " + e.getCause(), e.getCause());
        }
    }
}
