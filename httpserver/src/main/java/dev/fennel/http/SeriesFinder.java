package dev.fennel.http;

/**
 * Finds the series that a request is recorded in.
 *
 * @param <R> what is known of a request: an {@code HttpExchange} or an {@code HttpRequest}
 * @param <M> the instrument
 */
@FunctionalInterface
interface SeriesFinder<R, M> {
    /** The series for a request as it is now. Throws what a look-up in a Vec throws. */
    M find(MeasuredRequest<R> request);
}
