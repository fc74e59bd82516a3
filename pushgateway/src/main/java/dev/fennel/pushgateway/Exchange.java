package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.ContentType;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.pushgateway.internal.ProtobufFields;
import dev.fennel.pushgateway.internal.VisibleText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to the receiver and its answer.
 *
 * <p>The time limit is kept here and not by the client, whose own timeout covers only the time to the headers of the
 * answer: a body that never ends would block the job for ever.
 *
 * <p>Only an answer to the request as it was sent counts. A client that follows redirects turns a {@code POST} into a
 * {@code GET}, whose success says nothing of the push.
 */
final class Exchange {
    private static final int MAX_BODY_BYTES = 4096;
    private static final int STATUS_MESSAGE = 2;

    private Exchange() {}

    /**
     * Sends the request and waits for success.
     *
     * @param answers says which answers accept the request
     * @param what names the request in messages
     * @return the answer
     * @throws ProtocolException if the client sent another request in its place
     */
    static PushAnswer send(HttpClient client, HttpRequest request, Duration timeout, Answers answers, String what)
            throws IOException {
        HttpResponse<AnswerReader> answer = answer(client, request, timeout, what);
        answer.body().end();
        HttpRequest answered = answer.request();
        if (!answered.method().equals(request.method()) || !answered.uri().equals(request.uri())) {
            throw new ProtocolException(what + ": expected an answer to it, got one to " + answered.method() + " \""
                    + GatewayUrl.withoutSecrets(answered.uri().toString()) + "\", where the client went on its own");
        }
        if (!answers.accept(answer.statusCode())) {
            throw new PushException(
                    what, answers, answer, text(answer.headers(), answer.body().body()));
        }
        return new PushAnswer(answer.headers(), answer.body().body());
    }

    /** What an answer says. A receiver of OpenTelemetry says it in a message {@code google.rpc.Status}. */
    private static String text(HttpHeaders headers, byte[] body) {
        if (ContentType.is("application/x-protobuf", headers)) {
            ProtobufFields status = new ProtobufFields(body);
            while (status.next()) {
                if (status.field() == STATUS_MESSAGE) {
                    return new String(status.content(), StandardCharsets.UTF_8);
                }
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("UnusedException") // the causes say no more, and the new exceptions take none
    private static HttpResponse<AnswerReader> answer(
            HttpClient client, HttpRequest request, Duration timeout, String what) throws IOException {
        CompletableFuture<HttpResponse<AnswerReader>> exchange =
                client.sendAsync(request, response -> new AnswerReader(MAX_BODY_BYTES));
        try {
            return exchange.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true); // closes the connection
            throw new HttpTimeoutException(what + ": no complete answer within " + timeout);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + ": interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw failure(client, request.uri(), what, e.getCause());
        }
    }

    private static IOException failure(HttpClient client, URI uri, String what, @Nullable Throwable cause) {
        String noConnection = what + ": cannot connect to " + uri.getRawAuthority() + ": ";
        if (cause instanceof HttpConnectTimeoutException) {
            String limit = client.connectTimeout().map(time -> " after " + time).orElse("");
            IOException timedOut = new HttpTimeoutException(noConnection + "timed out" + limit);
            timedOut.initCause(cause);
            return timedOut;
        }
        if (cause instanceof ConnectException) {
            return new IOException(noConnection + reason(cause), cause);
        }
        String text = String.valueOf(cause);
        String visible = VisibleText.of(text);
        // What the client could not read it may quote; a log would show the cause as it is.
        return new IOException(what + ": " + visible, visible.equals(text) ? cause : null);
    }

    /** Why there is no connection. The JDK's client throws exceptions without a text, and the reason is their cause. */
    private static String reason(Throwable failure) {
        String text = failure.getMessage();
        if (text != null) {
            return VisibleText.of(text);
        }
        Throwable cause = failure.getCause();
        if (cause instanceof UnresolvedAddressException) {
            return "the host is unknown";
        }
        // The client tries again on the channel that the first, refused attempt has closed.
        return cause instanceof ClosedChannelException ? "the connection was refused" : String.valueOf(cause);
    }
}
