package dev.fennel.http;

import dev.fennel.http.RequestLabels.SeriesFinder;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Observer;
import java.net.http.HttpRequest;
import java.util.function.LongSupplier;

/**
 * What is measured of each request, for servers and clients alike. A finder is null for what is not measured.
 *
 * <p>Immutable.
 *
 * @param <R> what is known of a request
 * @param exemplars gets the labels of exemplars; null if the user gave no function for them
 * @param nanoTime the clock
 * @param failure logs what goes wrong when a request is recorded
 */
record RequestMetrics<R>(
        @Nullable SeriesFinder<R, ? extends Gauge> inFlight,
        @Nullable SeriesFinder<R, ? extends Counter> requests,
        @Nullable SeriesFinder<R, ? extends Observer> duration,
        RequestMethods methods,
        @Nullable RequestExemplars<R> exemplars,
        LongSupplier nanoTime,
        FirstFailure failure) {

    /** What a client measures. The finder of failures is null if they are not counted. */
    record ClientMetrics(
            RequestMetrics<HttpRequest> common, @Nullable SeriesFinder<HttpRequest, ? extends Counter> failures) {}

    /** What a server measures. A finder is null for what is not measured. */
    record ServerMetrics<R>(
            RequestMetrics<R> common,
            @Nullable SeriesFinder<R, ? extends Observer> timeToHeaders,
            @Nullable SeriesFinder<R, ? extends Observer> requestSize,
            @Nullable SeriesFinder<R, ? extends Observer> responseSize) {}
}
