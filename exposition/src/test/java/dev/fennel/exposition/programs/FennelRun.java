package dev.fennel.exposition.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.programs.Answer.Gathered;
import dev.fennel.exposition.programs.Answer.Page;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.metrics.Vec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs one program with Fennel. The encoders are those of the whole program, as a server keeps its own. */
final class FennelRun {
    private final Map<Integer, Registry> registries = new HashMap<>();
    private final Map<Integer, Collector> instruments = new HashMap<>();
    private final Map<Integer, Constants> collectors = new HashMap<>();
    private final Map<List<Integer>, Gatherer> merged = new HashMap<>();
    private final List<Encoder> encoders = new ArrayList<>();
    private final List<Gathered> gathers = new ArrayList<>();

    private FennelRun(Age age) {
        for (PageKind kind : PageKind.of(age)) {
            encoders.add(kind.format().newEncoder());
        }
    }

    /** Const metrics, which may change between gathers. */
    private static final class Constants implements Collector {
        private final List<Metric> metrics = new ArrayList<>();
        private boolean isDescribed;

        @Override
        public void describe(Consumer<? super Desc> out) {
            if (isDescribed) {
                metrics.forEach(metric -> out.accept(metric.desc()));
            }
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            metrics.forEach(out);
        }
    }

    /** Runs a program, and writes what a version of the reference does. */
    static Answer of(List<Statement> program, Age age) {
        FennelRun run = new FennelRun(age);
        List<String> verdicts = new ArrayList<>();
        for (Statement statement : program) {
            verdicts.add(run.verdict(statement));
        }
        return new Answer(verdicts, run.gathers);
    }

    private String verdict(Statement st) {
        try {
            return execute(st);
        } catch (IllegalArgumentException e) {
            return Answer.REFUSED + e.getMessage();
        }
    }

    private String execute(Statement st) {
        switch (st.verb()) {
            case "Instrument" -> {
                Collector instrument = Instruments.of(st);
                registerer(st).register(instrument);
                instruments.put(st.id(), instrument);
            }
            case "Constant" -> collector(st).metrics.add(ConstMetrics.of(st));
            case "Clear" -> collector(st).metrics.clear();
            case "Collect" -> {
                collector(st).isDescribed = st.flag("isDescribed");
                registerer(st).register(collector(st));
            }
            case "Nest" -> registerer(st).register(registry(st.id()));
            case "Gather" -> gather(st.wholes("registries"));
            default -> {
                Collector instrument = instruments.get(st.id());
                return instrument == null ? "skipped" : execute(st, instrument);
            }
        }
        return "ok";
    }

    private String execute(Statement st, Collector instrument) {
        switch (st.verb()) {
            case "Observe" -> observe(st, instrument);
            case "Unregister" -> {
                return String.valueOf(registerer(st).unregister(instrument));
            }
            default -> {
                return instrument instanceof Vec<?, ?> vec ? delete(st, vec) : "skipped";
            }
        }
        return "ok";
    }

    private Registry registry(int id) {
        return registries.computeIfAbsent(id, i -> Registry.create());
    }

    private Constants collector(Statement st) {
        return collectors.computeIfAbsent(st.id(), i -> new Constants());
    }

    private Registerer registerer(Statement st) {
        Registerer registerer = registry((int) st.whole("registry"));
        for (Statement wrapping : st.parts("wrappings")) {
            Map<String, String> labels = wrapping.pairs("labels");
            registerer = labels.isEmpty()
                    ? registerer.withPrefix(wrapping.text("prefix"))
                    : registerer.withLabels(Labels.of(labels));
        }
        return registerer;
    }

    private static void observe(Statement st, Collector instrument) {
        String[] values = st.texts("labelValues").toArray(String[]::new);
        if (instrument instanceof CounterVec vec) {
            count(st, vec.withLabelValues(values));
        } else if (instrument instanceof GaugeVec vec) {
            set(st, vec.withLabelValues(values));
        } else if (instrument instanceof HistogramVec vec) {
            observe(st, vec.withLabelValues(values));
        } else if (instrument instanceof SummaryVec vec) {
            observe(st, vec.withLabelValues(values));
        } else if (instrument instanceof Counter counter) {
            count(st, counter);
        } else if (instrument instanceof Gauge gauge) {
            set(st, gauge);
        } else if (instrument instanceof Histogram histogram) {
            observe(st, histogram);
        } else if (instrument instanceof Summary summary) {
            observe(st, summary);
        } else {
            throw new IllegalArgumentException("cannot observe a " + instrument.getClass());
        }
    }

    private static void count(Statement st, Counter counter) {
        if (st.text("method").equals("touch")) {
            return;
        }
        if (st.has("exemplar")) {
            counter.addWithExemplar(st.number("value"), Labels.of(st.pairs("exemplar")));
        } else if (st.text("method").equals("inc")) {
            counter.inc();
        } else {
            counter.add(st.number("value"));
        }
    }

    private static void set(Statement st, Gauge gauge) {
        double value = st.number("value");
        switch (st.text("method")) {
            case "touch" -> {}
            case "inc" -> gauge.inc();
            case "dec" -> gauge.dec();
            case "add" -> gauge.add(value);
            case "sub" -> gauge.sub(value);
            default -> gauge.set(value);
        }
    }

    private static void observe(Statement st, Histogram histogram) {
        if (st.text("method").equals("touch")) {
            return;
        }
        if (st.has("exemplar")) {
            histogram.observeWithExemplar(st.number("value"), Labels.of(st.pairs("exemplar")));
        } else {
            histogram.observe(st.number("value"));
        }
    }

    private static void observe(Statement st, Summary summary) {
        if (!st.text("method").equals("touch")) {
            summary.observe(st.number("value"));
        }
    }

    private static String delete(Statement st, Vec<?, ?> vec) {
        switch (st.verb()) {
            case "Delete" -> {
                return String.valueOf(
                        vec.deleteLabelValues(st.texts("labelValues").toArray(String[]::new)));
            }
            case "DeleteMatching" -> {
                return String.valueOf(vec.deletePartialMatch(Labels.of(st.pairs("matching"))));
            }
            case "Reset" -> vec.reset();
            default -> throw new IllegalStateException("unknown statement " + st);
        }
        return "ok";
    }

    private void gather(List<Integer> ids) {
        Gatherer gatherer = merged.computeIfAbsent(
                ids,
                all -> all.size() == 1
                        ? registry(all.get(0))
                        : Gatherers.merge(all.stream().map(this::registry).toList()));
        GatherResult result = gatherer.gather();
        List<Page> pages = new ArrayList<>();
        for (Encoder encoder : encoders) {
            encoder.reset();
            encoder.encodeAll(result.families());
            encoder.finish();
            pages.add(new Page(joined(encoder.errors()), encoder.toByteArray()));
        }
        gathers.add(new Gathered(joined(result.errors()), pages));
    }

    private static String joined(List<?> errors) {
        StringBuilder joined = new StringBuilder();
        errors.forEach(error -> joined.append(error).append('\n'));
        return new String(joined.toString().getBytes(UTF_8), UTF_8);
    }
}
