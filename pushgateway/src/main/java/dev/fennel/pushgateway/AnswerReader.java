package dev.fennel.pushgateway;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads the beginning of a response body, and no more than that.
 *
 * <p>It is complete when there is no more or enough was read. Then the connection may still have a part of the body to
 * come, until {@link #end} closes it. It is not closed here, because the client could report that as a failure of the
 * exchange before it has reported the answer.
 *
 * <p>Called by one thread at a time, as {@link java.util.concurrent.Flow} promises. The reader completes its stage
 * after the last write, so who gets the reader from there sees all of it.
 */
final class AnswerReader implements BodySubscriber<AnswerReader> {
    private final ByteBuffer bytes;
    private final CompletableFuture<AnswerReader> read = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // a publisher calls onSubscribe first
    private Subscription subscription;

    private boolean cut;

    AnswerReader(int maxBytes) {
        bytes = ByteBuffer.allocate(maxBytes);
    }

    /** The beginning of the body. */
    byte[] body() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Closes the connection if a part of the body is still to come. Otherwise, another exchange may be using it. */
    void end() {
        if (cut) {
            subscription.cancel();
        }
    }

    @Override
    public CompletionStage<AnswerReader> getBody() {
        return read;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (part.remaining() > bytes.remaining()) {
                bytes.put(part.slice().limit(bytes.remaining()));
                cut = true;
                read.complete(this);
                return; // without asking for more
            }
            bytes.put(part);
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
        read.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        read.complete(this);
    }
}
