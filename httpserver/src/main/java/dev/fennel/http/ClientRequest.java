package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ClientMetrics;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Labels;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.BiConsumer;

/** A request of a client. Its end may be reported several times, of which the first counts. */
final class ClientRequest extends MeasuredRequest<HttpRequest> implements BiConsumer<HttpResponse<?>, Throwable> {
    private final ClientMetrics metrics;

    /** A status code or the reason of a failure, from the end on. */
    private String outcome = RequestLabels.UNKNOWN;

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
        outcome = response == null ? FailureReason.of(thrown) : StatusCodes.labelValue(response.statusCode());
        Labels exemplar = exemplar();
        if (response == null) {
            leave();
            count(metrics.failures(), exemplar);
        } else {
            observeDuration(exemplar);
            leave();
            countRequest(exemplar);
        }
    }

    @Override
    String code() {
        return outcome;
    }

    @Override
    String reason() {
        return outcome;
    }
}
