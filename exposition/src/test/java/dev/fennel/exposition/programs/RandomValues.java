package dev.fennel.exposition.programs;

import dev.fennel.testsupport.Age;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Random observations, buckets and values of const metrics. */
final class RandomValues {
    private final RandomParts random;
    private final Age age;

    RandomValues(RandomParts random, Age age) {
        this.random = random;
        this.age = age;
    }

    // --- Options of instruments.

    /** Bounds, mostly increasing. */
    List<Double> bounds() {
        TreeSet<Double> sorted = new TreeSet<>();
        for (int i = random.between(1, random.percent(10) ? 60 : 6); i > 0; i--) {
            sorted.add(random.ordered() + 0.0);
        }
        sorted.remove(Double.POSITIVE_INFINITY);
        List<Double> bounds = new ArrayList<>(sorted);
        if (bounds.isEmpty()) {
            bounds.add(1.0); // no bounds are those of the reference's default
        }
        if (random.percent(20)) {
            bounds.add(Double.POSITIVE_INFINITY);
        }
        if (random.percent(3)) {
            bounds.add(random.number());
        }
        return bounds;
    }

    List<Statement> objectives() {
        Map<Double, Double> errors = new TreeMap<>();
        for (int i = random.between(1, 4); i > 0; i--) {
            errors.put(random.of(List.of(0.5, 0.9, 0.99, 0.25, 0.999)), random.of(List.of(0.05, 0.01, 0.001)));
        }
        return quantiles(errors);
    }

    private static List<Statement> quantiles(Map<Double, Double> values) {
        List<Statement> quantiles = new ArrayList<>();
        values.forEach((rank, value) ->
                quantiles.add(Statement.of("").with("rank", rank).with("value", value)));
        return quantiles;
    }

    // --- Observations.

    Statement observation(Statement st, Statement instrument) {
        String kind = instrument.text("kind");
        if (random.percent(5)) {
            return st.with("method", "touch");
        }
        switch (kind) {
            case "counter" -> {
                if (random.percent(40)) {
                    return st.with("method", "inc");
                }
                double amount = random.percent(3) ? random.of(List.of(-1.0, -0.0, Double.NaN)) : random.amount();
                return exemplar(st.with("method", "add").with("value", amount));
            }
            case "gauge" -> {
                return st.with("method", random.of(List.of("set", "set", "add", "sub", "inc", "dec")))
                        .with("value", random.number());
            }
            case "summary" -> {
                // Where client_golang sorts observations, it puts a NaN anywhere, and 0 and -0 in any order.
                boolean sorts = instrument.has("objectives");
                return st.with("method", "observe").with("value", sorts ? random.ordered() + 0.0 : random.number());
            }
            default -> {
                double value = random.percent(30) ? atBound(instrument) : random.number();
                Statement observed = exemplar(st.with("method", "observe").with("value", value));
                boolean isRanked = instrument.has("factor") && observed.has("exemplar");
                return isRanked ? observed.with("value", random.positive()) : observed;
            }
        }
    }

    /** A bound of a bucket, or one of the doubles next to it. */
    private double atBound(Statement instrument) {
        double[] bounds = instrument.numbers("bounds");
        boolean isNative = instrument.has("factor") && (bounds.length == 0 || random.percent(50));
        double bound = isNative
                ? Math.pow(2, random.between(-1024, 1024) / 256.0) * (random.percent(50) ? 1 : -1)
                : bounds.length > 0 ? bounds[random.between(0, bounds.length)] : 0.25;
        return bound + random.between(-2, 3) * Math.ulp(bound);
    }

    private Statement exemplar(Statement st) {
        return random.percent(10) ? st.with("exemplar", exemplarLabels()) : st;
    }

    private Map<String, String> exemplarLabels() {
        if (random.percent(3)) {
            return Map.of("trace_id", "0123456789abcdef".repeat(9));
        }
        // Without labels, client_golang 1.14 leaves out the braces only.
        Map<String, String> labels = random.labels(2);
        return labels.isEmpty() && age == Age.SYSTEM ? Map.of("span", random.text()) : labels;
    }

    // --- Const metrics.

    Statement constant(Statement st) {
        Statement with =
                switch (st.text("kind")) {
                    case "histogram" -> histogram(st);
                    case "native" -> nativeHistogram(st);
                    case "summary" ->
                        st.with("count", random.count())
                                .with("sum", random.number())
                                .with("quantiles", ranks());
                    default -> st.with("value", random.number());
                };
        String kind = st.text("kind");
        boolean counts = !List.of("gauge", "untyped").contains(kind);
        // client_golang makes no const native histogram without a created timestamp.
        if (kind.equals("native") || (counts && age == Age.NEWEST && random.percent(40))) {
            with = with.with("created", random.millis());
        }
        // Of a const native histogram, client_golang adds the exemplars again in each gather.
        if (counts && !kind.equals("summary") && !kind.equals("native") && random.percent(30)) {
            with = with.with("exemplars", exemplars());
        }
        // For client_golang 1.14, the same series at several times are duplicates.
        boolean mayRepeat = age == Age.NEWEST;
        return mayRepeat && random.percent(20) ? with.with("timestamp", random.millis()) : with;
    }

    private List<Statement> exemplars() {
        List<Statement> exemplars = new ArrayList<>();
        for (int i = random.between(1, 4); i > 0; i--) {
            long millis = random.millis();
            exemplars.add(Statement.of("")
                    .with("labels", exemplarLabels())
                    .with("value", random.ordered())
                    .with("seconds", Math.floorDiv(millis, 1000L))
                    .with(
                            "nanos",
                            random.percent(50)
                                    ? random.between(0, 1_000_000_000)
                                    : random.between(0, 1000) * 1_000_000));
        }
        return exemplars;
    }

    private List<Statement> ranks() {
        Map<Double, Double> values = new TreeMap<>();
        for (int i = random.between(0, 4); i > 0; i--) {
            values.put(random.between(0, 1001) / 1000.0, random.number());
        }
        if (random.percent(2)) {
            values.put(random.of(List.of(-0.5, 2.0)), 1.0);
        }
        return quantiles(values);
    }

    private Statement histogram(Statement st) {
        List<Statement> buckets = new ArrayList<>();
        long below = 0;
        for (double bound : bounds()) {
            below += random.count() >>> 10;
            below = random.percent(98) ? below : random.count();
            buckets.add(Statement.of("").with("bound", bound).with("count", below));
        }
        long beyond = random.percent(50) ? 0 : random.count() >>> 10;
        if (!buckets.isEmpty() && buckets.get(buckets.size() - 1).number("bound") == Double.POSITIVE_INFINITY) {
            beyond = 0;
        }
        return st.with("buckets", buckets).with("count", below + beyond).with("sum", random.number());
    }

    private Statement nativeHistogram(Statement st) {
        List<Statement> positive = keys();
        List<Statement> negative = random.percent(50) ? List.of() : keys();
        long zeroes = random.percent(50) ? 0 : random.between(0, 1000);
        long count = zeroes;
        for (List<Statement> side : List.of(positive, negative)) {
            count += side.stream().mapToLong(bucket -> bucket.whole("count")).sum();
        }
        double sum = random.number();
        if (random.percent(5)) {
            count += random.between(-1, 5);
        }
        return st.with("schema", random.between(random.percent(2) ? -5 : -4, random.percent(2) ? 10 : 9))
                .with("zeroThreshold", random.of(List.of(0.0, 1e-3, 2.938735877055719e-39)))
                .with("zeroCount", zeroes)
                .with("positive", positive)
                .with("negative", negative)
                .with("count", Math.max(0, count))
                .with("sum", sum);
    }

    private List<Statement> keys() {
        List<Statement> buckets = new ArrayList<>();
        int key = random.between(-1000, 1000);
        for (int i = random.between(0, 8); i > 0; i--) {
            // Fennel leaves empty buckets out, as a span or as a part of one, but client_golang writes them.
            long count = 1 + (random.count() >>> 20) + random.between(0, 50);
            buckets.add(Statement.of("").with("key", key).with("count", count));
            key += random.percent(80) ? random.between(1, 6) : random.between(1, 100_000);
        }
        return buckets;
    }
}
