package dev.fennel.http;

import dev.fennel.httpserver.internal.Nullable;

/**
 * A request to a server while it is measured: {@link RequestInstrumentation#begin} begins it, and {@link #end} records
 * it. In between, a server reports what it learns of the request, in any order.
 *
 * <p>The labels have their values from the time of the end, when a server knows most. All metrics of a request then get
 * the same values, whatever is reported meanwhile.
 *
 * <p>Any thread may report and end, so a request may pass from thread to thread. Where calls of two threads race with
 * one another, any of them may come first; what must count is passed on to the thread that ends the request as
 * frameworks do it, through an executor, a future or an event loop. The request is recorded once, however many threads
 * end it, and what is reported after its end has no effect. A request that never ends stays in flight.
 *
 * <p>No call throws: measuring never makes a request fail. What fails instead is logged, once.
 */
public interface RequestMeasurement {
    /**
     * Reports the route by which the request was served, for the label {@code route}; until then that is
     * {@code unknown}. The last one counts, as inner routers know more than outer ones.
     *
     * @param route the pattern of a route, such as {@code /orders/{id}}, or its name, of which an application has a
     *     fixed number; null has no effect. The path is none: each new path that a client thinks up would be new series
     *     in each metric, and would stay for ever.
     */
    void route(@Nullable String route);

    /**
     * Reports the status code of the answer, for the label {@code code}. The last one counts, as an answer may be
     * replaced before it is sent. If none is reported, the label is {@code 500} for a request that
     * {@linkplain #failed(Throwable) failed}, and {@code unknown} for others.
     *
     * @param code the code that is sent; outside 100 to 599 the label is {@code unknown}
     */
    void status(int code);

    /**
     * Reports how large the request is. The last size counts; without one, the sizes of requests do not include this
     * one.
     *
     * @param bytes the size, with the headers if the server knows it; less than 0 for a size that is not known
     */
    void requestSize(long bytes);

    /**
     * Reports that the headers of the answer, or its first bytes, are being sent. The first call counts: it records the
     * {@linkplain ServerInstrumentationBuilder#timeToHeaders time until then} with what is known of the request by now,
     * so status and route should be reported before.
     */
    void sentHeaders();

    /**
     * Reports that some more of the body of the answer was sent. The sum of all calls is recorded; without any, the
     * sizes of answers do not include this one, so that a server that does not know them reports nothing wrong.
     *
     * @param bytes how many, 0 if there is no body; less than 0 has no effect
     */
    void sentBytes(long bytes);

    /**
     * Reports that the request failed, whatever its status. The first failure counts. For the label {@code reason} it
     * is one of the few values that {@link ClientInstrumentation.Builder#failures(dev.fennel.metrics.CounterVec)}
     * lists.
     *
     * @param thrown what was thrown; null has no effect, so that the second argument of a callback can be passed on
     */
    void failed(@Nullable Throwable thrown);

    /**
     * Reports that the request failed, whatever its status. The first failure counts.
     *
     * @param reason one of few values for the label {@code reason}, such as {@code timeout}; null has no effect
     */
    void failed(@Nullable String reason);

    /** Ends the request and records it. Only the first call has an effect. */
    void end();
}
