package dev.fennel.http;

import dev.fennel.metrics.Instrument;
import dev.fennel.metrics.Vec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides, once and for all, where the values of a Vec's labels come from, and refuses labels that nothing gives a
 * value for: with those, the first request would fail.
 *
 * @param <R> what is known of a request
 */
final class RequestLabels<R> {
    static final String METHOD = "method";
    static final String CODE = "code";
    static final String REASON = "reason";

    private final Map<String, Function<? super R, String>> functions;
    private final Set<String> unused;

    RequestLabels(Map<String, Function<? super R, String>> functions) {
        this.functions = new LinkedHashMap<>(functions);
        this.unused = new HashSet<>(functions.keySet());
    }

    /** For a metric whose labels may be the method and those of the functions. */
    <M extends Instrument> SeriesFinder<R, M> byMethod(Vec<M, ?> vec) {
        return finder(vec, Map.of(METHOD, request -> request.method));
    }

    /** For a metric that may also have a label for how the request ended: {@link #CODE} or {@link #REASON}. */
    <M extends Instrument> SeriesFinder<R, M> byMethodAnd(String outcomeLabel, Vec<M, ?> vec) {
        return finder(vec, Map.of(METHOD, request -> request.method, outcomeLabel, MeasuredRequest::outcome));
    }

    private <M extends Instrument> SeriesFinder<R, M> finder(Vec<M, ?> vec, Map<String, LabelValue<R>> builtIn) {
        List<LabelValue<R>> values = new ArrayList<>();
        for (String label : vec.freeLabels()) {
            Function<? super R, String> function = functions.get(label);
            LabelValue<R> value = function == null ? builtIn.get(label) : guarded(label, function);
            if (value == null) {
                throw new IllegalArgumentException(quoted(vec) + ": nothing gives label \"" + label
                        + "\" a value, expected labels among " + allowed(builtIn));
            }
            unused.remove(label);
            values.add(value);
        }
        return new VecFinder<>(vec, List.copyOf(values));
    }

    /** Refuses functions for labels that no metric has, which are misspelt more often than not. */
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
                return value == null ? RequestMethods.UNKNOWN : value;
            } catch (Throwable thrown) { // also what is not declared, and linkage errors of what is behind it
                failure.report(thrown);
                return RequestMethods.UNKNOWN;
            }
        };
    }

    private List<String> allowed(Map<String, LabelValue<R>> builtIn) {
        Set<String> names = new HashSet<>(builtIn.keySet());
        names.addAll(functions.keySet());
        return names.stream().sorted().toList();
    }

    private static String quoted(Vec<?, ?> vec) {
        return vec.desc().type() + " \"" + vec.desc().name() + "\"";
    }
}
