package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.PointAssembler.ScalarAssembler;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles one family of OpenMetrics and checks the order of its lines: first the lines that describe it, then its
 * metrics one by one, and the points of each metric in the order of their times.
 */
final class OpenMetricsFamily {
    private final TextCursor in;
    private final int line;
    private final String name;
    private @Nullable String help;
    private @Nullable String unit;
    private @Nullable OpenMetricsType type;
    private final List<PointAssembler> points = new ArrayList<>();

    /** The latest point of each metric, by the labels of the metric. The time in the key is not used. */
    private final Map<SeriesKey, PointAssembler> metrics = new HashMap<>();

    /** The point that the last sample belongs to; null before the first sample. */
    private @Nullable PointAssembler point;

    /** Whether one of its lines has an error. Then the other ones are read, but not kept. */
    private boolean isLeftOut;

    OpenMetricsFamily(Token name, TextCursor in) {
        this.in = in;
        this.line = in.line();
        this.name = name.text();
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    /** The name that the model gives to the family. */
    String modelName() {
        return type().modelName(name);
    }

    boolean hasSamples() {
        return point != null;
    }

    boolean isLeftOut() {
        return isLeftOut;
    }

    void leaveOut() {
        isLeftOut = true;
        point = null;
        points.clear();
        metrics.clear();
    }

    /** Whether a line with this name belongs to this family; if the type is not known, any suffix may. */
    boolean owns(String lineName) {
        return lineName.equals(name)
                || kindOf(lineName) != null
                || (isLeftOut && type == null && SampleKind.isSampleOf(name, lineName));
    }

    void setHelp(String newHelp, Token keyword) {
        checkFirst(help, keyword);
        help = newHelp;
    }

    void setType(OpenMetricsType newType, Token keyword) {
        checkFirst(type, keyword);
        if (isLeftOut) {
            return; // its name, which may depend on its type, has been reported
        }
        type = newType;
        checkUnit(keyword);
    }

    void setUnit(String newUnit, Token keyword) {
        checkFirst(unit, keyword);
        unit = newUnit;
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw in.error(
                    keyword.position(),
                    "expected a name that ends in " + TextCursor.quoted("_" + unit) + ", got "
                            + TextCursor.quoted(name));
        }
        checkUnit(keyword);
    }

    private void checkFirst(@Nullable Object old, Token keyword) {
        if (old != null) {
            throw in.error(keyword.position(), "second " + keyword.text() + " line for " + TextCursor.quoted(name));
        }
    }

    private void checkUnit(Token keyword) {
        if (type != null && type.isUnitless() && unit != null && !unit.isEmpty()) {
            throw in.error(
                    keyword.position(),
                    "expected no unit for a metric of type " + type + ", got " + TextCursor.quoted(unit));
        }
    }

    /** The kind of the samples with this name, or null if they do not belong to this family. */
    @Nullable
    SampleKind kindOf(String sampleName) {
        if (!sampleName.startsWith(name)) {
            return null;
        }
        String suffix = sampleName.substring(name.length());
        for (SampleKind kind : type().sampleKinds()) {
            if (kind.suffix().equals(suffix)) {
                return kind;
            }
        }
        return null;
    }

    private OpenMetricsType type() {
        return type == null ? OpenMetricsType.UNKNOWN : type;
    }

    /** The names of all samples that the family may have. */
    List<String> sampleNames() {
        List<String> names = new ArrayList<>();
        for (SampleKind kind : type().sampleKinds()) {
            names.add(name + kind.suffix());
        }
        return names;
    }

    void add(SampleKind kind, SampleLine sample) {
        String reserved = kind.reservedLabel(type().modelType());
        if (reserved != null) {
            sample.requireLabel(reserved, in);
        } else if (type() == OpenMetricsType.STATE_SET) {
            sample.requireLabel(name, in);
        }
        SampleRules.check(type(), kind, sample, in);
        PointAssembler target = move(kind, sample, sample.labelsWithout(reserved));
        if (kind == SampleKind.BUCKET) {
            ((HistogramAssembler) target).checkOrder(sample, in);
        }
        if (!target.add(kind, sample, in)) {
            throw in.duplicate(sample.name());
        }
    }

    /** Makes {@link #point} the one that a sample belongs to, which is the current one or a new one, and returns it. */
    private PointAssembler move(SampleKind kind, SampleLine sample, Labels labels) {
        long time = sample.timestampMillis();
        boolean sameMetric = point != null && labels.equals(point.labels());
        PointAssembler last = sameMetric ? point : metrics.get(new SeriesKey(labels, Metric.NO_TIMESTAMP));
        if (last == null) {
            return begin(labels, time);
        }
        long current = last.timestampMillis();
        // Each state of a state set is a metric of the model, and comes again at the next time of the set.
        if (!sameMetric && (type() != OpenMetricsType.STATE_SET || time == current)) {
            throw in.error(
                    sample.name().position(),
                    "expected the samples of a metric together, got more of " + TextCursor.quoted(name) + " " + labels);
        }
        // client_golang writes _created without a timestamp, even if the metric has one.
        if (time == current || (kind == SampleKind.CREATED && time == Metric.NO_TIMESTAMP)) {
            return last; // only the current point gets here, see the check before
        }
        if (time == Metric.NO_TIMESTAMP || current == Metric.NO_TIMESTAMP) {
            throw in.error(sample.name().position(), "expected all samples of a metric to have a timestamp, or none");
        }
        if (time < current) {
            throw in.error(
                    sample.name().position(),
                    "expected timestamps of a metric that increase, got " + time + " ms after " + current + " ms");
        }
        return begin(labels, time);
    }

    private PointAssembler begin(Labels labels, long time) {
        finishPoint();
        PointAssembler begun = PointAssembler.of(type().modelType(), new SeriesKey(labels, time));
        point = begun;
        points.add(begun);
        metrics.put(new SeriesKey(labels, Metric.NO_TIMESTAMP), begun);
        return begun;
    }

    private void finishPoint() {
        if (point instanceof HistogramAssembler histogram) {
            histogram.checkComplete();
        } else if (point instanceof ScalarAssembler scalar && !scalar.isComplete()) {
            throw scalar.error("expected a sample " + TextCursor.quoted(name + SampleKind.TOTAL.suffix())
                    + ", got only " + TextCursor.quoted(name + SampleKind.CREATED.suffix()));
        }
    }

    /** Checks the last point and makes the family. */
    MetricFamily build() {
        finishPoint();
        FamilyAssembler family = new FamilyAssembler(
                type().modelType(), modelName(), help == null ? "" : help, unit == null ? "" : unit);
        return family.build(points);
    }
}
