package dev.fennel.pushgateway;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads the beginning of a response body as UTF-8, and lets go of the rest. It is only for a message, so a body that
 * breaks off counts as far as it came.
 */
final class BoundedText implements BodySubscriber<String> {
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteBuffer bytes;
    private Subscription subscription;

    BoundedText(int maxBytes) {
        bytes = ByteBuffer.allocate(maxBytes);
    }

    @Override
    public CompletionStage<String> getBody() {
        return text;
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
                subscription.cancel();
                onComplete();
                return;
            }
            bytes.put(part);
        }
    }

    @Override
    public void onError(Throwable error) {
        onComplete();
    }

    @Override
    public void onComplete() {
        text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }
}
