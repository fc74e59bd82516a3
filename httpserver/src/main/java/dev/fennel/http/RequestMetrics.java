package dev.fennel.http;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Observer;
import java.util.function.LongSupplier;

/**
 * What servers and clients measure alike, and how. A finder is null for what is not measured.
 *
 * @param <R> what is known of a request
 */
record RequestMetrics<R>(
        SeriesFinder<R, ? extends Gauge> inFlight,
        SeriesFinder<R, ? extends Counter> requests,
        SeriesFinder<R, ? extends Observer> duration,
        RequestMethods methods,
        RequestExemplars<R> exemplars,
        LongSupplier nanoTime,
        FirstFailure failure) {}
