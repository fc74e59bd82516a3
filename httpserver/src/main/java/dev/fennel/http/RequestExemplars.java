package dev.fennel.http;

import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.function.Function;

/**
 * Gets the labels of a request's exemplars from the user's function. If the function throws, or returns labels that are
 * too long, the exemplar is left out, and nothing else is lost.
 *
 * <p>Used by any number of threads.
 *
 * @param <R> what is known of a request
 */
final class RequestExemplars<R> {
    private final Function<? super R, Labels> function;
    private final FirstFailure failure = new FirstFailure("function for exemplars failed, the exemplar is left out");

    RequestExemplars(Function<? super R, Labels> function) {
        this.function = function;
    }

    /** Labels that fit, or null for no exemplar. */
    @Nullable
    Labels of(R request) {
        try {
            Labels labels = function.apply(request);
            if (labels == null || labels.isEmpty()) {
                return null;
            }
            return new Exemplar(labels, 0, Instant.EPOCH).labels(); // checks their length
        } catch (Throwable thrown) { // including undeclared exceptions, and linkage errors of the tracing library
            failure.report(thrown);
            return null;
        }
    }
}
