package dev.fennel.pushgateway;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads the beginning of a response body as UTF-8, and drops the connection if there is more.
 *
 * <p>The answer goes into a future of its own, and before the connection is dropped, because the client may report the
 * drop as a failure of the exchange. Called by one thread at a time, as {@link java.util.concurrent.Flow} promises.
 */
final class AnswerReader implements BodySubscriber<Void> {
    /**
     * The answer of the gateway.
     *
     * @param status the HTTP status
     * @param body the beginning of the body
     */
    record Answer(int status, String body) {}

    private final int status;
    private final ByteBuffer bytes;
    private final CompletableFuture<Answer> answer;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // a publisher calls onSubscribe before onNext
    private Subscription subscription;

    AnswerReader(int status, int maxBytes, CompletableFuture<Answer> answer) {
        this.status = status;
        this.bytes = ByteBuffer.allocate(maxBytes);
        this.answer = answer;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (part.remaining() > bytes.remaining()) {
                bytes.put(part.slice().limit(bytes.remaining()));
                onComplete();
                subscription.cancel();
                return;
            }
            bytes.put(part);
        }
    }

    @Override
    public void onError(Throwable error) {
        answer.completeExceptionally(error);
        end.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        answer.complete(new Answer(status, new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)));
        end.complete(null);
    }
}
