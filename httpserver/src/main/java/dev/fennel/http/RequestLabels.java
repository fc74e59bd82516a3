package dev.fennel.http;

import dev.fennel.metrics.Vec;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides when an instrumentation is built where the values of a Vec's labels come from: from the request, or from a
 * function of the user's. A label without such a source is refused at once, as otherwise no request could be recorded.
 *
 * <p>Used by one thread; the finders that it makes are used by any number of threads.
 *
 * @param <R> what is known of a request
 */
final class RequestLabels<R> {
    static final String METHOD = "method";
    static final String CODE = "code";
    static final String REASON = "reason";
    static final String ROUTE = "route";

    /** The value of a label that is not known. */
    static final String UNKNOWN = "unknown";

    /**
     * Finds the series that a request is recorded in.
     *
     * @param <R> what is known of a request
     * @param <M> the instrument
     */
    @FunctionalInterface
    interface SeriesFinder<R, M> {
        /** The series for a request as it is now. Throws what a look-up in a Vec throws. */
        M find(MeasuredRequest<R> request);
    }

    /**
     * Gives one label its value.
     *
     * @param <R> what is known of a request
     */
    @FunctionalInterface
    private interface LabelValue<R> {
        /** The value for a request as it is now; never null, never throws. */
        String of(MeasuredRequest<R> request);
    }

    private final Map<String, Function<? super R, String>> functions;
    private final Set<String> unused;

    RequestLabels(Map<String, Function<? super R, String>> functions) {
        this.functions = new LinkedHashMap<>(functions);
        this.unused = new HashSet<>(functions.keySet());
    }

    /**
     * For a metric that may have some of the labels of which a request itself has the values, and labels that have
     * functions.
     */
    <M extends Metric> SeriesFinder<R, M> finder(Vec<M, ?> vec, Set<String> builtIn) {
        List<LabelValue<R>> values = new ArrayList<>();
        for (String label : vec.freeLabels()) {
            Function<? super R, String> function = functions.get(label);
            if (function == null && !builtIn.contains(label)) {
                throw new IllegalArgumentException(vec.desc().quoted() + ": nothing gives label \"" + label
                        + "\" a value, expected labels among " + allowed(builtIn));
            }
            unused.remove(label);
            values.add(function == null ? builtIn(label) : guarded(label, function));
        }
        return new VecFinder<>(vec, List.copyOf(values));
    }

    /** Throws if a function is for a label that no metric has: that label is most likely misspelt. */
    void checkAllUsed() {
        for (String label : functions.keySet()) {
            if (unused.contains(label)) {
                throw new IllegalArgumentException(
                        "label \"" + label + "\" has a function, but none of the metrics has this label");
            }
        }
    }

    private static <R> LabelValue<R> guarded(String label, Function<? super R, String> function) {
        FirstFailure failure =
                new FirstFailure("function for label \"" + label + "\" failed, its value is \"unknown\"");
        return request -> {
            try {
                String value = function.apply(request.request);
                return value == null ? UNKNOWN : value;
            } catch (Throwable thrown) {
                // Including undeclared exceptions, and linkage errors of the libraries that the function calls.
                failure.report(thrown);
                return UNKNOWN;
            }
        };
    }

    private static <R> LabelValue<R> builtIn(String label) {
        return switch (label) {
            case METHOD -> request -> request.method;
            case CODE -> MeasuredRequest::code;
            case REASON -> MeasuredRequest::reason;
            case ROUTE -> MeasuredRequest::route;
            default -> throw new IllegalStateException("no built-in label \"" + label + "\"");
        };
    }

    private List<String> allowed(Set<String> builtIn) {
        Set<String> names = new HashSet<>(builtIn);
        names.addAll(functions.keySet());
        return names.stream().sorted().toList();
    }

    /**
     * Finds the series of a Vec by its free labels, in the order of the Vec. For up to four labels it makes no array,
     * as it runs for every request.
     */
    private static final class VecFinder<R, M extends Metric> implements SeriesFinder<R, M> {
        private final Vec<M, ?> vec;
        private final List<LabelValue<R>> values;

        VecFinder(Vec<M, ?> vec, List<LabelValue<R>> values) {
            this.vec = vec;
            this.values = values;
        }

        @Override
        public M find(MeasuredRequest<R> request) {
            return switch (values.size()) {
                case 1 -> vec.withLabelValues(value(0, request));
                case 2 -> vec.withLabelValues(value(0, request), value(1, request));
                case 3 -> vec.withLabelValues(value(0, request), value(1, request), value(2, request));
                case 4 ->
                    vec.withLabelValues(value(0, request), value(1, request), value(2, request), value(3, request));
                default -> vec.withLabelValues(all(request));
            };
        }

        private String value(int position, MeasuredRequest<R> request) {
            return values.get(position).of(request);
        }

        private String[] all(MeasuredRequest<R> request) {
            String[] all = new String[values.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = value(i, request);
            }
            return all;
        }
    }
}
