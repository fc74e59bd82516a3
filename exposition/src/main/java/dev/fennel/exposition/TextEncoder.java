package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;
import java.nio.charset.StandardCharsets;

/**
 * Writes the text format 0.0.4, byte for byte as client_golang does. The format has no units, exemplars or created
 * timestamps, knows infos and state sets as gauges, and prints counts as it prints any other number.
 */
final class TextEncoder extends BufferedEncoder {
    private static final byte[] HELP = ascii("# HELP ");
    private static final byte[] TYPE = ascii("# TYPE ");
    private static final byte[] NONE = {};
    private static final byte[] BUCKET = ascii("_bucket");
    private static final byte[] SUM = ascii("_sum");
    private static final byte[] COUNT = ascii("_count");

    private final EscapingScheme escaping;
    private final NumberPrinter numbers = new NumberPrinter();
    private final BoundTexts le = new BoundTexts("le", numbers);
    private final BoundTexts quantile = new BoundTexts("quantile", numbers);
    private final NameCollisions collisions = new NameCollisions();
    private final LabelBlockCache blockCache;

    private final ByteBuf name = new ByteBuf(64);
    private LabelBlocks blocks;
    private int index;
    private long timestampMillis;

    TextEncoder(EscapingScheme escaping) {
        this.escaping = escaping;
        this.blockCache = new LabelBlockCache(escaping, LabelSyntax.TEXT);
    }

    @Override
    public void reset() {
        super.reset();
        collisions.reset();
    }

    @Override
    public void finish() {
        // This format has no end mark.
    }

    @Override
    boolean begin(MetricFamily family) {
        String written = escaping.metricName(family.name());
        String taken = collisions.add(family, written);
        if (taken != null) {
            report(EncodingErrors.of(family, "after escaping, \"" + taken + "\" is also a name of another family"));
            return false;
        }
        name.end(0);
        name.putAscii(written);
        putHeader(family);
        blocks = blockCache.of(family);
        return true;
    }

    private void putHeader(MetricFamily family) {
        body.put(HELP);
        body.put(name);
        body.put(' ');
        TextEscapes.putHelp(family.help(), body);
        body.put('\n');
        body.put(TYPE);
        body.put(name);
        body.put(' ');
        body.putAscii(family.type().valueType().toString());
        body.put('\n');
    }

    @Override
    GatherError select(int newIndex, Metric metric) {
        index = newIndex;
        timestampMillis = metric.timestampMillis();
        return blocks.error(newIndex);
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        accept(MetricType.COUNTER);
        putSample(NONE, value);
    }

    @Override
    public void gauge(double value) {
        accept(MetricType.GAUGE);
        putSample(NONE, value);
    }

    @Override
    public void untyped(double value) {
        accept(MetricType.UNTYPED);
        putSample(NONE, value);
    }

    @Override
    public void histogram(HistogramValue value) {
        accept(MetricType.HISTOGRAM);
        int buckets = value.bucketCount();
        for (int i = 0; i < buckets; i++) {
            putBucket(i, value.upperBound(i), value.cumulativeCount(i));
        }
        // A value of the library's own ends in +Inf as it must; one of a user's may have forgotten it.
        if (buckets == 0 || value.upperBound(buckets - 1) != Double.POSITIVE_INFINITY) {
            putBucket(buckets, Double.POSITIVE_INFINITY, value.count());
        }
        putSample(SUM, value.sum());
        putCount(value.count());
    }

    @Override
    public void summary(SummaryValue value) {
        accept(MetricType.SUMMARY);
        for (int i = 0; i < value.quantileCount(); i++) {
            beginLastLabel(NONE);
            quantile.put(i, value.quantile(i), body);
            numbers.print(value.quantileValue(i), body);
            endLine();
        }
        putSample(SUM, value.sum());
        putCount(value.count());
    }

    private void putBucket(int bucket, double upperBound, long count) {
        beginLastLabel(BUCKET);
        le.put(bucket, upperBound, body);
        numbers.printCount(count, body);
        endLine();
    }

    private void putCount(long count) {
        beginValue(COUNT);
        numbers.printCount(count, body);
        endLine();
    }

    private void putSample(byte[] suffix, double value) {
        beginValue(suffix);
        numbers.print(value, body);
        endLine();
    }

    /** Writes a line up to its value. */
    private void beginValue(byte[] suffix) {
        body.put(name);
        body.put(suffix);
        if (!blocks.isEmpty(index)) {
            blocks.put(index, body);
            body.put('}');
        }
        body.put(' ');
    }

    /** Writes a line up to its last label, which is not one of the series'. */
    private void beginLastLabel(byte[] suffix) {
        body.put(name);
        body.put(suffix);
        blocks.put(index, body);
        body.put(blocks.isEmpty(index) ? '{' : ',');
    }

    private void endLine() {
        if (timestampMillis != Metric.NO_TIMESTAMP) {
            body.put(' ');
            numbers.printInteger(timestampMillis, body);
        }
        body.put('\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
