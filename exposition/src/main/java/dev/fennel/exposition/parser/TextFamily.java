package dev.fennel.exposition.parser;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A family of the text format, as far as its lines were read, which may stand anywhere. */
final class TextFamily {
    private final String name;
    private String help = "";
    private MetricType type;
    private final List<PointDraft> points = new ArrayList<>();

    /** The histograms or summaries, whose lines may stand anywhere. */
    private final Map<SeriesKey, PointDraft> pointsByKey = new HashMap<>();

    TextFamily(String name) {
        this.name = name;
    }

    /** Sets the help text, and says whether there was none before. */
    boolean setHelp(String newHelp) {
        boolean isFirst = help.isEmpty();
        help = newHelp;
        return isFirst;
    }

    /** Sets the type, and says whether there was neither one nor a sample before. */
    boolean setType(MetricType newType) {
        boolean isFirst = type == null;
        type = newType;
        return isFirst;
    }

    /** What the samples of a name are in this family, or null if they are not in it. */
    Part part(String sampleName) {
        String suffix = sampleName.substring(name.length());
        if (type != MetricType.HISTOGRAM && type != MetricType.SUMMARY) {
            return suffix.isEmpty() ? Part.VALUE : null;
        }
        return switch (suffix) {
            case "_sum" -> Part.SUM;
            case "_count" -> Part.COUNT;
            case "_bucket" -> type == MetricType.HISTOGRAM ? Part.BUCKET : null;
            case "" -> type == MetricType.SUMMARY ? Part.VALUE : null;
            default -> null;
        };
    }

    void add(Part part, SampleLine sample, TextCursor in) {
        if (type == null) {
            type = MetricType.UNTYPED;
        }
        point(part, sample, in).add(part, sample, in);
    }

    private PointDraft point(Part part, SampleLine sample, TextCursor in) {
        int line = in.line();
        if (type != MetricType.HISTOGRAM && type != MetricType.SUMMARY) {
            PointDraft point = new ScalarDraft(line, key(sample, null));
            points.add(point);
            return point;
        }
        String special = special(part);
        if (special != null) {
            sample.requireLabel(special, in);
        }
        return pointsByKey.computeIfAbsent(key(sample, special), key -> {
            PointDraft point =
                    type == MetricType.HISTOGRAM ? new HistogramDraft(line, key) : new SummaryDraft(line, key);
            points.add(point);
            return point;
        });
    }

    /** The label that tells the samples of one metric apart. */
    private String special(Part part) {
        return switch (part) {
            case BUCKET -> HistogramDraft.BOUND;
            case VALUE -> SummaryDraft.RANK;
            default -> null;
        };
    }

    private static SeriesKey key(SampleLine sample, String without) {
        return new SeriesKey(sample.labelsWithout(without), sample.timestampMillis());
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    MetricFamily build() {
        return new FamilyDraft(type, name, help, "").build(points);
    }
}
