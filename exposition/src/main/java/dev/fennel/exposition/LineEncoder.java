package dev.fennel.exposition;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NumberBatch;
import dev.fennel.model.SummaryValue;
import java.nio.charset.StandardCharsets;

/**
 * What the text formats share: which lines a family and a value have, in which order, and how a line begins. Only
 * {@link OpenMetrics2Encoder} has other lines for counters, histograms and summaries.
 *
 * <p>Most of a line is copied: its {@linkplain LineStart start}, which is made once for a family, and the
 * {@linkplain LabelBlocks labels}, which are made once for a series. Then a number is printed. The format decides what
 * comes after it.
 */
abstract class LineEncoder extends BufferedEncoder {
    static final byte[] HELP = ascii("# HELP ");
    static final byte[] TYPE = ascii("# TYPE ");
    static final byte[] UNIT = ascii("# UNIT ");

    /** The end of OpenMetrics. */
    static final byte[] EOF = ascii("# EOF\n");

    private static final String BUCKET = "_bucket";
    private static final String SUM = "_sum";
    private static final String COUNT = "_count";

    /** Room behind the labels of a line: for the brace, the blank, the value and the line feed. */
    private static final int ROOM_FOR_VALUE = 3 + NumberPrinter.ROOM;

    /** Prints numbers as the format requires. */
    final NumberPrinter numbers;

    private final BoundTexts le;
    private final BoundTexts quantile;

    /** Begins the lines that have the name of the family. */
    final LineStart sample = new LineStart();

    private final LineStart bucket = new LineStart();
    private final LineStart sum = new LineStart();
    private final LineStart count = new LineStart();

    /** What the numbers of a family have to be, for messages; null if they may be anything. */
    private @Nullable String expected;

    private double least;
    private double most;

    LineEncoder(EscapingScheme escaping, FamilyName.Rule rule, NumberPrinter numbers) {
        super(escaping, rule, LabelSyntax.TEXT, SharedLabels.of(false));
        this.numbers = numbers;
        this.le = new BoundTexts("le=\"", "\"} ", numbers);
        this.quantile = new BoundTexts("quantile=\"", "\"} ", numbers);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the lines before those of a family's samples. */
    abstract void putHeader(MetricFamily family, FamilyName name);

    /** Appends a count. */
    abstract void printCount(long value);

    /** Appends the time of a sample. */
    abstract void printTimestamp(long millis);

    /** Appends an exemplar after the value and timestamp of a counter or a bucket, if the format has exemplars. */
    abstract void putExemplar(Exemplar exemplar);

    /** Writes the time when counting began, in a line of its own or in that of the value, if the format has it. */
    abstract void putCreated(long millis);

    /**
     * Says of which OpenMetrics type the present family is, so that it may have only the numbers which the
     * specification allows.
     */
    final void allowNumbersOf(String type) {
        switch (type) {
            case "counter" -> allow("a counter of 0 or more", 0, Double.POSITIVE_INFINITY);
            case "info" -> allow("1 as the value of an info", 1, 1);
            case "stateset" -> allow("0 or 1 as the value of a state", 0, 1);
            default -> allow(null, 0, 0);
        }
    }

    private void allow(@Nullable String what, double from, double to) {
        expected = what;
        least = from;
        most = to;
    }

    /** Whether a family is written as an info or a state set, which have no units. */
    static boolean isInfoOrStateSet(FamilyName name) {
        return name.type().equals("info") || name.type().equals("stateset");
    }

    /** Begins a line that describes a family, up to the blank behind the name. */
    final void beginHeader(byte[] keyword, FamilyName name) {
        body.put(keyword);
        LineStart.putName(name.metadata(), body);
        body.put(' ');
    }

    /** {@linkplain #refuse Refuses} a number that the format does not allow in this family. */
    final void checkNumber(double value) {
        if (expected != null) {
            boolean isCount = most > 1; // of others, only whole numbers are allowed
            if (!(value >= least && value <= most && (isCount || value == Math.rint(value)))) {
                refuse("expected " + expected + " in OpenMetrics, got " + value);
            }
        }
    }

    @Override
    final void begin(MetricFamily family, FamilyName familyName) {
        String name = familyName.samples();
        MetricType type = family.type();
        sample.set(name, "");
        if (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY) {
            sum.set(name, SUM);
            count.set(name, COUNT);
        }
        if (type == MetricType.HISTOGRAM) {
            bucket.set(name, BUCKET);
        }
        putHeader(family, familyName);
    }

    @Override
    final void end(MetricFamily family) {
        // The text formats have nothing after a family.
    }

    @Override
    final void putNumbers(NumberBatch batch) {
        byte[] start = sample.bytes.array();
        int startLength = sample.bytes.size();
        boolean extras = batch.type() == MetricType.COUNTER && (takesExemplars() || takesCreated());
        for (int i = 0; i < batch.size(); i++) {
            labels.advance();
            if (!hasLabels()) {
                sample.putWithoutLabels(body);
                numbers.print(batch.value(i), body);
                body.put('\n');
            } else {
                byte[] target = body.reserve(startLength + labels.length() + ROOM_FOR_VALUE);
                System.arraycopy(start, 0, target, body.size(), startLength);
                int at = labels.copy(target, body.size() + startLength);
                target[at] = '}';
                target[at + 1] = ' ';
                at = numbers.print(batch.value(i), target, at + 2);
                target[at] = '\n';
                body.end(at + 1);
            }
            if (extras) {
                putExtras(batch.exemplar(i), batch.createdMillis(i));
            }
        }
    }

    /** Completes a line that was written without its exemplar, and writes when counting began. */
    void putExtras(@Nullable Exemplar exemplar, long createdMillis) {
        if (exemplar != null) {
            body.end(body.size() - 1);
            putExemplar(exemplar);
            body.put('\n');
        }
        putCreatedIfKnown(createdMillis);
    }

    @Override
    void putCounter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        checkNumber(value);
        beginValue(sample);
        numbers.print(value, body);
        endLine(exemplar);
        putCreatedIfKnown(createdMillis);
    }

    @Override
    final void putGauge(double value) {
        checkNumber(value);
        putSample(sample, value);
    }

    @Override
    final void putUntyped(double value) {
        putSample(sample, value);
    }

    @Override
    void putHistogram(HistogramValue value) {
        int buckets = value.bucketCount();
        check.begin();
        int lineStart = body.size();
        beginLastLabel(bucket);
        int lineStartLength = body.size() - lineStart;
        for (int i = 0; i < buckets; i++) {
            if (i > 0) {
                body.repeat(lineStart, lineStartLength);
            }
            double bound = value.upperBound(i);
            long cumulative = value.cumulativeCount(i);
            Exemplar exemplar = value.exemplar(i);
            boolean fits = exemplar != null && check.isInNext(exemplar.value(), bound); // a user's may not
            check.next(bound, cumulative);
            putBucket(i, bound, cumulative, fits ? exemplar : null);
        }
        long total = check.total(value);
        // The library's own values end with the required +Inf bucket; a user's may lack it.
        if (!check.isWhole() && value.hasCount()) {
            if (buckets > 0) {
                body.repeat(lineStart, lineStartLength);
            }
            putBucket(buckets, Double.POSITIVE_INFINITY, total, null);
        } else if (buckets == 0) {
            body.end(lineStart);
        }
        putTotals(value, total);
        putCreatedIfKnown(value.createdMillis());
    }

    /** Writes the sum and the count, if there are any. */
    private void putTotals(HistogramValue value, long total) {
        if (isStrict() && !check.isWhole() && !value.hasCount()) {
            refuse("expected a bucket for +Inf or a count, got neither, which OpenMetrics forbids");
        }
        if (value.hasSum()) {
            putSample(sum, value.sum());
        }
        if (isStrict() ? value.hasSum() : value.hasCount()) {
            putCount(total);
        }
    }

    @Override
    void putSummary(SummaryValue value) {
        BucketCheck.check(value);
        for (int i = 0; i < value.quantileCount(); i++) {
            beginLastLabel(sample);
            quantile.put(i, value.quantile(i), body);
            numbers.print(value.quantileValue(i), body);
            endLine(null);
        }
        if (value.hasSum()) {
            putSample(sum, value.sum());
        }
        if (value.hasCount()) {
            putCount(value.count());
        }
        putCreatedIfKnown(value.createdMillis());
    }

    /** Writes a line after its start. */
    private void putBucket(int i, double upperBound, long value, @Nullable Exemplar exemplar) {
        le.put(i, upperBound, body);
        printCount(value);
        endLine(exemplar);
    }

    private void putCount(long value) {
        beginValue(count);
        printCount(value);
        endLine(null);
    }

    private void putSample(LineStart start, double value) {
        beginValue(start);
        numbers.print(value, body);
        endLine(null);
    }

    private void putCreatedIfKnown(long millis) {
        if (millis != Metric.NO_TIMESTAMP) {
            putCreated(millis);
        }
    }

    /** Writes a line up to its value. */
    final void beginValue(LineStart start) {
        if (hasLabels()) {
            start.put(body);
            putLabels();
            body.put('}');
            body.put(' ');
        } else {
            start.putWithoutLabels(body);
        }
    }

    /** Writes a line up to its last label, {@code le} or {@code quantile}, which is not one of the series' labels. */
    private void beginLastLabel(LineStart start) {
        start.put(body);
        if (hasLabels()) {
            putLabels();
            body.put(',');
        }
    }

    private void endLine(@Nullable Exemplar exemplar) {
        if (timestampMillis() != Metric.NO_TIMESTAMP) {
            body.put(' ');
            printTimestamp(timestampMillis());
        }
        if (exemplar != null) {
            putExemplar(exemplar);
        }
        body.put('\n');
    }

    /**
     * The first bytes of all lines with one sample name: the name, and the brace before the labels. A name that is not
     * a legacy name is quoted and stands inside the braces, so such a line has braces even without labels.
     */
    static final class LineStart {
        /** Up to and including the brace or comma before the first label. */
        private final ByteBuf bytes = new ByteBuf(64);

        private boolean quoted;

        /** Sets the name of the next lines. */
        void set(String name, String suffix) {
            quoted = !LegacyNames.isMetricName(name);
            bytes.end(0);
            if (quoted) {
                bytes.put('{');
            }
            putName(name, suffix, quoted, bytes);
            bytes.put(quoted ? ',' : '{');
        }

        /** Appends a name as it is written in {@code HELP}, {@code TYPE} and {@code UNIT} lines. */
        static void putName(String name, ByteBuf out) {
            putName(name, "", !LegacyNames.isMetricName(name), out);
        }

        private static void putName(String name, String suffix, boolean quoted, ByteBuf out) {
            if (quoted) {
                out.put('"');
                LabelSyntax.putEscaped(name, out);
                out.putAscii(suffix);
                out.put('"');
            } else {
                out.putAscii(name);
                out.putAscii(suffix);
            }
        }

        /** Begins a line with at least one label, which the caller appends. */
        void put(ByteBuf out) {
            out.put(bytes);
        }

        /** Begins a line without labels, up to its value. */
        void putWithoutLabels(ByteBuf out) {
            out.put(bytes.array(), 0, bytes.size() - 1);
            if (quoted) {
                out.put('}');
            }
            out.put(' ');
        }
    }
}
