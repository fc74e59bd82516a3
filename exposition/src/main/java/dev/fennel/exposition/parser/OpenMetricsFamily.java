package dev.fennel.exposition.parser;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of OpenMetrics, as far as its lines were read: first what describes it, then its metrics one by one, each at
 * one time after the other.
 */
final class OpenMetricsFamily {
    private final TextCursor in;
    private final int line;
    private final String name;
    private String help;
    private String unit;
    private OpenMetricsType type;
    private final List<PointDraft> points = new ArrayList<>();

    /** All metrics so far by their labels, each at its latest time. */
    private final Map<SeriesKey, PointDraft> metrics = new HashMap<>();

    private PointDraft point;

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

    boolean hasSamples() {
        return point != null;
    }

    void setHelp(String newHelp, Token keyword) {
        checkFirst(help, keyword);
        help = newHelp;
    }

    void setType(OpenMetricsType newType, Token keyword) {
        checkFirst(type, keyword);
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

    private void checkFirst(Object old, Token keyword) {
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

    /** What the samples of a name are in this family, or null if they are not in it. */
    Part part(String sampleName) {
        if (!sampleName.startsWith(name)) {
            return null;
        }
        String suffix = sampleName.substring(name.length());
        for (Part part : type().parts()) {
            if (part.suffix().equals(suffix)) {
                return part;
            }
        }
        return null;
    }

    private OpenMetricsType type() {
        return type == null ? OpenMetricsType.UNKNOWN : type;
    }

    /** The names of all samples that there may be. */
    List<String> sampleNames() {
        List<String> names = new ArrayList<>();
        for (Part part : type().parts()) {
            names.add(name + part.suffix());
        }
        return names;
    }

    void add(Part part, SampleLine sample) {
        String special = type().special(part);
        if (special != null) {
            sample.requireLabel(special, in);
        } else if (type() == OpenMetricsType.STATE_SET) {
            sample.requireLabel(name, in);
        }
        SampleRules.check(type(), part, sample, in);
        move(part, sample, sample.labelsWithout(special));
        if (part == Part.BUCKET) {
            ((HistogramDraft) point).checkOrder(sample, in);
        }
        point.add(part, sample, in);
    }

    /** Goes to the metric and the time of a sample, which are the ones where we are, or new. */
    private void move(Part part, SampleLine sample, Labels labels) {
        long time = sample.timestampMillis();
        boolean sameMetric = point != null && labels.equals(point.labels());
        PointDraft last = sameMetric ? point : metrics.get(new SeriesKey(labels, Metric.NO_TIMESTAMP));
        if (last == null) {
            begin(labels, time);
            return;
        }
        long current = last.timestampMillis();
        // A state is a metric here; at the next time of its set it comes again.
        if (!sameMetric && (type() != OpenMetricsType.STATE_SET || time == current)) {
            throw in.error(
                    sample.name().position(),
                    "expected the samples of a metric together, got more of " + TextCursor.quoted(name) + " " + labels);
        }
        // client_golang leaves out the timestamp of when counting began, so it says nothing.
        if (time == current || part == Part.CREATED && time == Metric.NO_TIMESTAMP) {
            return;
        }
        if (time == Metric.NO_TIMESTAMP || current == Metric.NO_TIMESTAMP) {
            throw in.error(sample.name().position(), "expected all samples of a metric to have a timestamp, or none");
        }
        if (time < current) {
            throw in.error(
                    sample.name().position(),
                    "expected timestamps of a metric that increase, got " + time + " ms after " + current + " ms");
        }
        begin(labels, time);
    }

    private void begin(Labels labels, long time) {
        finishPoint();
        point = type().newPoint(in.line(), new SeriesKey(labels, time));
        points.add(point);
        metrics.put(new SeriesKey(labels, Metric.NO_TIMESTAMP), point);
    }

    private void finishPoint() {
        if (point instanceof HistogramDraft histogram) {
            histogram.checkComplete();
        } else if (point instanceof ScalarDraft scalar && !scalar.isComplete()) {
            throw point.error("expected a sample " + TextCursor.quoted(name + Part.TOTAL.suffix()) + ", got only "
                    + TextCursor.quoted(name + Part.CREATED.suffix()));
        }
    }

    /** Ends the last metric and makes the family. */
    MetricFamily build() {
        finishPoint();
        FamilyDraft family = new FamilyDraft(
                type().modelType(), type().modelName(name), help == null ? "" : help, unit == null ? "" : unit);
        return family.build(points);
    }
}
