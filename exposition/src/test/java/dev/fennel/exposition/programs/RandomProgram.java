package dev.fennel.exposition.programs;

import dev.fennel.testsupport.Age;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes a random program, the same for the same seed: one to six instruments and collectors in one or two registries,
 * what is done with them, and one to three gathers.
 *
 * <p>It makes nothing whose result is a matter of chance in client_golang. Its collectors run side by side, so only
 * metrics of one collector, or of several gatherers, contradict each other in a gather. And nothing depends on the
 * clock: histograms are not reset, and summaries keep their observations.
 */
final class RandomProgram {
    private static final List<String> KINDS =
            List.of("counter", "counter", "gauge", "histogram", "histogram", "histogram", "summary");
    private static final List<String> FUNCTIONS = List.of("counterFunc", "gaugeFunc", "untypedFunc");
    private static final List<String> CONSTANTS =
            List.of("counter", "gauge", "untyped", "histogram", "summary", "native");

    /** From 0 to the coarsest schema; none is where the rounding of a logarithm decides, as it does at 2^(1/4). */
    private static final List<Double> FACTORS = List.of(1.1, 1.2, 1.0001, 1.5, 2.0, 3.0, 5.0, 20.0, 300.0, 70000.0);

    /** So few observations have exact quantiles in both. Of more, both may choose any within the error. */
    private static final int EXACT = 60;

    private final Age age;
    private final RandomParts random;
    private final RandomValues values;
    private final List<Statement> program = new ArrayList<>();

    /** What was made, to be observed later. */
    private final List<Statement> instruments = new ArrayList<>();

    private final Set<String> names = new LinkedHashSet<>();
    private int registries = 1;
    private int ids;
    private int observedForQuantiles;

    private RandomProgram(long seed, Age age) {
        this.age = age;
        this.random = new RandomParts(new SplittableRandom(seed), age);
        this.values = new RandomValues(random, age);
    }

    static List<Statement> of(long seed, Age age) {
        RandomProgram program = new RandomProgram(seed, age);
        program.generate();
        return List.copyOf(program.program);
    }

    private void generate() {
        registries = random.percent(30) ? 2 : 1;
        for (int i = random.between(1, 7); i > 0; i--) {
            if (random.percent(70)) {
                instrument();
            } else {
                collector();
            }
            work();
        }
        for (int i = random.between(0, 3); i > 0; i--) {
            gather();
            work();
        }
        if (random.percent(8)) {
            nest();
        }
        gather();
    }

    private void work() {
        if (instruments.isEmpty()) {
            return;
        }
        for (int i = random.between(0, random.percent(20) ? 80 : 12); i > 0; i--) {
            Statement instrument = random.of(instruments);
            if (random.percent(95)) {
                observe(instrument);
            } else {
                remove(instrument);
            }
        }
    }

    // --- What is exposed.

    private void instrument() {
        boolean isFunction = random.percent(15);
        String kind = random.of(isFunction ? FUNCTIONS : KINDS);
        Statement st = Statement.of("Instrument").with("id", ids++).with("kind", kind);
        if (random.percent(15)) {
            st = st.with("namespace", "ns").with("subsystem", random.percent(50) ? "" : "sub");
        }
        st = named(st, kind, "");
        if (random.percent(25)) {
            st = st.with("constLabels", random.labels(2));
        }
        if (isFunction) {
            st = st.with("value", random.number());
        } else if (random.percent(60)) {
            List<String> labels = random.labelNames(3);
            st = labels.isEmpty() ? st : st.with("isVec", true).with("labelNames", labels);
        }
        if (kind.equals("histogram")) {
            st = withBuckets(st);
        } else if (kind.equals("summary") && random.percent(60)) {
            st = st.with("objectives", values.objectives());
        }
        st = registered(st, true);
        program.add(st);
        instruments.add(st);
        if (random.percent(15)) {
            twin(st);
        }
    }

    /** An instrument of the same name, with other const labels or in another registry. */
    private void twin(Statement st) {
        Statement twin = st.with("id", ids++);
        if (random.percent(50)) {
            Map<String, String> labels = new LinkedHashMap<>(st.pairs("constLabels"));
            labels.replaceAll((name, value) -> value + "2");
            twin = twin.with("constLabels", labels);
        }
        if (random.percent(10)) {
            twin = twin.with("help", "Another help.");
        }
        twin = random.percent(50) ? twin.with("registry", registries - 1) : twin;
        program.add(twin);
        instruments.add(twin);
    }

    private Statement named(Statement st, String kind, String prefix) {
        String name = prefix + random.word();
        if (prefix.isEmpty() && random.percent(4) && !names.isEmpty()) {
            name = random.of(List.copyOf(names)); // refused, or the beginning of a collision
            name += random.of(
                    List.of("", "_sum", "_count", "_bucket", "_created", age == Age.NEWEST ? "." : "_x", "_total"));
        } else {
            name += random.of(List.of("", "", "_" + (char) random.between('a', 'z'), "_info"));
            if (random.percent(25)) {
                name += "_seconds";
            }
            if (kind.startsWith("counter") && random.percent(85)) {
                name += "_total";
            }
            if (names.contains(name) && random.percent(90)) {
                name = "again" + ids + "_" + name;
            }
        }
        if (prefix.isEmpty()) {
            names.add(name);
        }
        Statement named = st.with("name", name).with("help", random.percent(20) ? random.text() : "Helps.");
        return hasUnit(name, kind) ? named.with("unit", "seconds") : named;
    }

    /** Whether a name has a unit depends on nothing else, so that whatever has the same name can be merged. */
    private boolean hasUnit(String name, String kind) {
        return age == Age.NEWEST && (name.endsWith("_seconds") || (name.endsWith("_seconds_total") && isCounter(kind)));
    }

    private static boolean isCounter(String kind) {
        return kind.startsWith("counter");
    }

    private Statement registered(Statement st, boolean isDescribed) {
        List<Statement> wrappings = new ArrayList<>();
        while (random.percent(20)) {
            Map<String, String> labels = random.labels(random.percent(50) ? 2 : 0);
            if (!isDescribed) {
                labels.keySet().removeAll(List.of("le", "quantile")); // client_golang lets them pass
            }
            wrappings.add(
                    labels.isEmpty()
                            ? Statement.of("").with("prefix", random.prefix())
                            : Statement.of("").with("labels", labels));
        }
        return st.with("registry", random.between(0, registries)).with("wrappings", wrappings);
    }

    private Statement withBuckets(Statement st) {
        int kind = random.between(0, 3);
        Statement with = st;
        if (kind != 1 && random.percent(70)) {
            with = with.with("bounds", values.bounds());
        }
        if (kind != 0) {
            // For coarser schemas than 0, client_golang 1.14 put small values into other buckets than later versions.
            // So it must not get there because of too many buckets either.
            with = with.with("factor", random.of(age == Age.SYSTEM ? FACTORS.subList(0, 6) : FACTORS));
            if (random.percent(30)) {
                // An empty histogram with a threshold of zero does not look native in client_golang 1.14.
                double least = age == Age.NEWEST ? -1.0 : 1e-10;
                with = with.with("zeroThreshold", random.of(List.of(least, 1e-3, 0.5, 1e-300, 3.0)));
            }
            if (age == Age.NEWEST && random.percent(30)) {
                with = with.with("maxBuckets", random.between(1, 20));
                with = random.percent(50) ? with.with("maxZeroThreshold", random.of(List.of(1e-3, 1.0, 1e9))) : with;
            }
        }
        return with;
    }

    private void collector() {
        int id = ids++;
        boolean isDescribed = random.percent(50);
        // What is not described is compared with the others in the random order of a gather only.
        String prefix = isDescribed ? "" : "own" + id + "_";
        constants(id, prefix);
        program.add(
                registered(Statement.of("Collect").with("id", id), isDescribed).with("isDescribed", isDescribed));
        if (random.percent(20) && !isDescribed) {
            gather();
            if (random.percent(50)) {
                program.add(Statement.of("Clear").with("id", id));
            }
            constants(id, prefix);
        }
    }

    private void constants(int id, String prefix) {
        for (int i = random.between(1, 4); i > 0; i--) {
            String kind = random.of(CONSTANTS.subList(0, age == Age.NEWEST ? 6 : 5));
            Statement st = named(Statement.of("Constant").with("id", id).with("kind", kind), kind, prefix)
                    .with("labelNames", random.labelNames(3));
            st = random.percent(15) ? st.with("constLabels", random.labels(2)) : st;
            int series = st.texts("labelNames").isEmpty() && random.percent(80) ? 1 : random.between(1, 4);
            for (int j = series; j > 0; j--) {
                program.add(values.constant(st.with(
                        "labelValues", random.labelValues(st.texts("labelNames").size()))));
            }
        }
    }

    /** Registers one registry in another one, under names of its own. */
    private void nest() {
        program.add(Statement.of("Nest")
                .with("id", 0)
                .with("registry", 9)
                .with("wrappings", List.of(Statement.of("").with("prefix", "nested_"))));
        program.add(Statement.of("Gather").with("registries", List.of(9)));
    }

    private void gather() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < registries; i++) {
            all.add(i);
        }
        program.add(Statement.of("Gather").with("registries", all));
    }

    // --- What is done with it.

    private void observe(Statement instrument) {
        String kind = instrument.text("kind");
        if (FUNCTIONS.contains(kind) || (instrument.has("objectives") && ++observedForQuantiles > EXACT)) {
            return;
        }
        int labels = instrument.texts("labelNames").size() + (random.percent(1) ? 1 : 0);
        Statement st =
                Statement.of("Observe").with("id", instrument.id()).with("labelValues", random.labelValues(labels));
        program.add(values.observation(st, instrument));
    }

    private void remove(Statement instrument) {
        Statement st = Statement.of(random.of(List.of("Delete", "DeleteMatching", "Reset", "Unregister")))
                .with("id", instrument.id());
        List<String> labels = instrument.texts("labelNames");
        if (st.verb().equals("Unregister") && !instrument.text("name").matches("[a-zA-Z0-9_:]+")) {
            return; // Fennel remembers how it was written with underscores, and what it was.
        }
        if (st.verb().equals("Delete")) {
            st = st.with("labelValues", random.labelValues(labels.size()));
        } else if (st.verb().equals("DeleteMatching") && !labels.isEmpty()) {
            st = st.with("matching", Map.of(random.of(labels), random.of(List.of("x", "y", ""))));
        } else if (st.verb().equals("Unregister")) {
            st = st.with("registry", instrument.whole("registry")).with("wrappings", instrument.parts("wrappings"));
        }
        program.add(st);
    }
}
