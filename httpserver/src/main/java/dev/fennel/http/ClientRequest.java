package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ClientMetrics;
import dev.fennel.httpserver.internal.Nullable;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.BiConsumer;

/** A request of a client. Its end may be reported several times, of which the first counts. */
final class ClientRequest extends MeasuredRequest<HttpRequest> implements BiConsumer<HttpResponse<?>, Throwable> {
    private final ClientMetrics metrics;

    ClientRequest(HttpRequest request, ClientMetrics metrics) {
        super(request, request.method(), metrics.common());
        this.metrics = metrics;
    }

    /**
     * Ends the request. It has a response, or has failed, or has neither because the caller completed the future with
     * null.
     */
    @Override
    public void accept(@Nullable HttpResponse<?> response, @Nullable Throwable thrown) {
        if (!ends(OVER)) {
            return;
        }
        if (response != null) {
            outcome(StatusCodes.labelValue(response.statusCode()));
            observeDuration();
            leave();
            countRequest();
        } else {
            outcome(FailureReason.of(thrown));
            leave();
            count(metrics.failures());
        }
    }
}
