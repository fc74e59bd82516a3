package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A histogram, as far as its lines were read. */
final class HistogramDraft extends PointDraft {
    /** The label with a bucket's upper bound. */
    static final String BOUND = "le";

    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private final TreeMap<Double, Exemplar> exemplars = new TreeMap<>();
    private Long count;
    private Double sum;
    private Instant created;

    HistogramDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    void add(Part part, SampleLine sample, TextCursor in) {
        boolean isDuplicate = switch (part) {
            case BUCKET -> addBucket(sample, in);
            case COUNT, GAUGE_COUNT -> count != null;
            case SUM, GAUGE_SUM -> sum != null;
            default -> created != null;
        };
        if (isDuplicate) {
            throw duplicate(sample, in);
        }
        switch (part) {
            case BUCKET -> { }
            case COUNT, GAUGE_COUNT -> count = NumberGrammar.count(sample.value(), in);
            case SUM, GAUGE_SUM -> sum = NumberGrammar.value(sample.value(), in);
            default -> created = NumberGrammar.seconds(sample.value(), in);
        }
    }

    /** Adds a bucket unless there is one of the same bound already, and says whether there is. */
    private boolean addBucket(SampleLine sample, TextCursor in) {
        Token text = sample.label(BOUND);
        double bound = NumberGrammar.value(text, in);
        if (Double.isNaN(bound)) {
            throw in.expected("an upper bound", text);
        }
        bound += 0.0; // zero is one bound, with and without a sign
        if (sample.exemplar() != null) {
            exemplars.put(bound, sample.exemplar());
        }
        return buckets.putIfAbsent(bound, NumberGrammar.count(sample.value(), in)) != null;
    }

    @Override
    void build(FamilyDraft family, Consumer<? super Metric> out) {
        long total = count != null ? count : buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        ConstMetric metric = ConstMetric.histogram(
                family.desc(labels()),
                total,
                sum == null ? Double.NaN : sum,
                buckets,
                labels().values().toArray(String[]::new));
        if (!exemplars.isEmpty()) {
            metric = metric.withExemplars(exemplars.descendingMap().values().toArray(Exemplar[]::new));
        }
        out.accept(withTimestamp(created == null ? metric : metric.withCreated(created)));
    }
}
