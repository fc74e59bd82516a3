package dev.fennel.http;

import dev.fennel.http.RequestLabels.SeriesFinder;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Observer;
import dev.fennel.metrics.Vec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registerer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The settings that the instrumentations of servers and of clients share: which metrics requests are measured with, and
 * where the labels of these metrics come from.
 *
 * <p>A metric that is not given is not measured. Each may be a single series, or a Vec with labels among these:
 *
 * <ul>
 *   <li>{@code method}: the HTTP method in lower case if it is one of {@code get}, {@code put}, {@code head},
 *       {@code post}, {@code delete}, {@code connect}, {@code options}, {@code notify}, {@code trace}, {@code patch} or
 *       an {@linkplain #extraMethods extra} one, else {@code unknown}, so that no client can create series by inventing
 *       methods;
 *   <li>{@code code}: the status code, or {@code unknown} outside 100 to 599;
 *   <li>{@code route} and {@code reason} where a {@link RequestInstrumentation} measures;
 *   <li>labels that have {@linkplain #label a function}.
 * </ul>
 *
 * <p>Const labels and curried labels may have any name. {@code build} refuses all other labels. These are the rules of
 * client_golang's {@code promhttp}.
 *
 * <p>Measuring never makes a request fail: where a function throws, or a series cannot be found, the first such failure
 * is logged as a warning by the {@link System.Logger} {@code dev.fennel.httpserver}. A builder is used by one thread.
 *
 * @param <R> what is known of a request: an {@code HttpExchange}, an {@code HttpRequest} or what an adapter chose
 * @param <B> the builder's own type
 */
public abstract sealed class HttpInstrumentationBuilder<R, B extends HttpInstrumentationBuilder<R, B>>
        permits ServerInstrumentationBuilder, ClientInstrumentation.Builder {
    /**
     * A metric that the user has given, from which a finder is made once all functions for labels are known.
     *
     * @param <R> what is known of a request
     * @param <M> the instrument
     */
    @FunctionalInterface
    interface Given<R, M> {
        SeriesFinder<R, ? extends M> with(RequestLabels<R> labels);
    }

    private final Map<String, Function<? super R, String>> functions = new LinkedHashMap<>();
    private final List<String> extraMethods = new ArrayList<>();
    private @Nullable Given<R, Gauge> inFlight;
    private @Nullable Given<R, Counter> requests;
    private @Nullable Given<R, Observer> duration;
    private @Nullable Function<? super R, Labels> exemplars;
    private LongSupplier nanoTime = System::nanoTime;

    /** The labels that have a value without a function when a request is over, if it was answered. */
    private final Set<String> labelsAtTheEnd = new TreeSet<>(List.of(RequestLabels.METHOD, RequestLabels.CODE));

    /** With labels that have such a value beside {@code method} and {@code code}. */
    HttpInstrumentationBuilder(String... moreLabels) {
        labelsAtTheEnd.addAll(List.of(moreLabels));
    }

    abstract B self();

    /**
     * Measures how many requests are under way.
     *
     * @param gauge raised at the start of a request and lowered at its end
     * @return this builder
     */
    public B inFlight(Gauge gauge) {
        inFlight = single(gauge, "gauge");
        return self();
    }

    /**
     * Measures how many requests are under way, by their labels.
     *
     * @param gauges raised at the start of a request and lowered at its end; they cannot have the label {@code code},
     *     which is not known at the start
     * @return this builder
     */
    public B inFlight(GaugeVec gauges) {
        Objects.requireNonNull(gauges, "gauges");
        inFlight = labels -> labels.finder(gauges, Set.of(RequestLabels.METHOD));
        return self();
    }

    /**
     * Counts requests when they are over.
     *
     * @param counter raised by one for each
     * @return this builder
     */
    public B requests(Counter counter) {
        requests = single(counter, "counter");
        return self();
    }

    /**
     * Counts requests when they are over, by their labels.
     *
     * @param counters raised by one for each
     * @return this builder
     */
    public B requests(CounterVec counters) {
        Objects.requireNonNull(counters, "counters");
        requests = labels -> labels.finder(counters, labelsAtTheEnd);
        return self();
    }

    /**
     * Measures how long requests take.
     *
     * @param observer takes seconds: a histogram or a summary
     * @return this builder
     */
    public B duration(Observer observer) {
        duration = single(observer, "observer");
        return self();
    }

    /**
     * Measures how long requests take, by their labels. Every label multiplies the series of a histogram, so it should
     * have few.
     *
     * @param observers take seconds: a {@code HistogramVec} or a {@code SummaryVec}
     * @return this builder
     */
    public B duration(Vec<? extends Observer, ?> observers) {
        duration = atTheEnd(observers);
        return self();
    }

    /**
     * Gives a label its value by a function of the request. The label may also be {@code method} or {@code code}, for
     * other values than the usual ones, such as classes of codes.
     *
     * @param name the label, which at least one of the metrics must have
     * @param function returns one of few values. It is called whenever something is recorded, most often when the
     *     request is over, perhaps several times for a request, and by several threads at once. If it returns null or
     *     throws, the value is {@code unknown}.
     * @return this builder
     * @throws IllegalArgumentException if the label has a function already
     */
    public B label(String name, Function<? super R, String> function) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(function, "function");
        if (functions.putIfAbsent(name, function) != null) {
            throw new IllegalArgumentException("label \"" + name + "\" has a function already");
        }
        return self();
    }

    /**
     * Adds methods that have label values of their own, such as WebDAV's.
     *
     * @param methods HTTP methods in whatever case; the label shows them in lower case
     * @return this builder
     * @throws IllegalArgumentException if a method is empty
     */
    public B extraMethods(String... methods) {
        for (String method : methods) {
            if (method.isEmpty()) {
                throw new IllegalArgumentException("extra methods " + List.of(methods) + ": expected no empty ones");
            }
            extraMethods.add(method);
        }
        return self();
    }

    /**
     * Gives counters and histograms exemplars; metrics of other kinds have none. Without this, exemplars are up to the
     * instruments themselves, see {@link dev.fennel.metrics.ExemplarSupplier}.
     *
     * @param function returns the labels that lead to the request's trace; there is no exemplar if it returns null or
     *     no labels, if it throws, or if the labels are too long
     * @return this builder
     */
    public B exemplars(Function<? super R, Labels> function) {
        exemplars = Objects.requireNonNull(function, "function");
        return self();
    }

    /** Sets the clock, in nanoseconds since some time. */
    final B clock(LongSupplier newNanoTime) {
        nanoTime = newNanoTime;
        return self();
    }

    /** A single series, whose labels need no values. */
    static <R, M> Given<R, M> single(M instrument, String parameter) {
        Objects.requireNonNull(instrument, parameter);
        return labels -> request -> instrument;
    }

    /** A Vec that may have the labels that have a value when a request is over. */
    final Given<R, Observer> atTheEnd(Vec<? extends Observer, ?> observers) {
        Objects.requireNonNull(observers, "observers");
        return labels -> labels.finder(observers, labelsAtTheEnd);
    }

    /** Null if none was given. */
    static <R, M> @Nullable SeriesFinder<R, ? extends M> finder(@Nullable Given<R, M> given, RequestLabels<R> labels) {
        return given == null ? null : given.with(labels);
    }

    /** Registers and uses the metrics that the standard metrics of servers and clients have in common. */
    final void commonMetrics(
            Registerer registerer,
            String namespace,
            String inFlightHelp,
            String requestsHelp,
            String durationHelp,
            String... labels) {
        inFlight(registerer.registerOrGet(Gauge.builder("requests_in_flight", inFlightHelp)
                .namespace(namespace)
                .build()));
        requests(registerer.registerOrGet(CounterVec.builder("requests_total", requestsHelp, labels)
                .namespace(namespace)
                .build()));
        duration(registerer.registerOrGet(HistogramVec.builder("request_duration_seconds", durationHelp, labels)
                .namespace(namespace)
                .unit("seconds")
                .build()));
    }

    final RequestLabels<R> labels() {
        return new RequestLabels<>(functions);
    }

    final RequestMetrics<R> metrics(RequestLabels<R> labels) {
        return new RequestMetrics<>(
                finder(inFlight, labels),
                finder(requests, labels),
                finder(duration, labels),
                new RequestMethods(extraMethods),
                exemplars == null ? null : new RequestExemplars<>(exemplars),
                nanoTime,
                new FirstFailure("request cannot be recorded"));
    }
}
