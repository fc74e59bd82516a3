package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the encoders of all formats share: the body, the errors, the names of families, the labels of series, and the
 * loop over a family's metrics.
 *
 * <p>The loop isolates metrics from each other: before a metric is written the end of the body is remembered, and if
 * the metric throws, or does not write exactly one complete value, the body is cut back to there and an error is noted.
 * A family of which no metric was written leaves nothing behind, not even its header.
 */
abstract class BufferedEncoder implements Encoder {
    private static final int INITIAL_CAPACITY = 8192;

    /** Everything that is written so far. */
    final ByteBuf body = new ByteBuf(INITIAL_CAPACITY);

    private final FamilyNames names;
    private final LabelBlocks.Cache blockCache;
    private final OneValueVisitor values = new OneValueVisitor(this);
    private final List<GatherError> errors = new ArrayList<>();
    /** Why metrics with a timestamp are left out, or null if they are written. */
    private @Nullable String noTimestamps;

    // The metric that is being written.
    private LabelBlocks blocks = new LabelBlocks();
    private int index;
    private long timestampMillis;

    BufferedEncoder(EscapingScheme escaping, FamilyName.Rule rule, LabelSyntax syntax) {
        this.names = new FamilyNames(rule);
        this.blockCache = new LabelBlocks.Cache(escaping, syntax);
    }

    /** Writes the beginning of a family, before its metrics. Not called for a family without metrics. */
    abstract void begin(MetricFamily family, FamilyName name);

    /** Writes the end of a family, after its metrics. Not called unless at least one was written. */
    abstract void end(MetricFamily family);

    abstract void putCounter(double value, long createdMillis, @Nullable Exemplar exemplar);

    abstract void putGauge(double value);

    abstract void putUntyped(double value);

    abstract void putHistogram(HistogramValue value);

    abstract void putSummary(SummaryValue value);

    /** Whether what is written is for a server that keeps native histograms, so that they may be reset afterwards. */
    boolean isScrape() {
        return false;
    }

    /** Whether exemplars of the present family are written, so that others may take their places afterwards. */
    boolean takesExemplars() {
        return false;
    }

    @Override
    public final void encodeAll(List<MetricFamily> families) {
        names.expect(families);
        for (int i = 0; i < families.size(); i++) {
            encode(families.get(i));
        }
    }

    @Override
    public final void encode(MetricFamily family) {
        List<Metric> metrics = family.metrics();
        if (metrics.isEmpty()) {
            return;
        }
        FamilyNames.Named named = names.add(family);
        if (named.conflict() != null) {
            errors.add(new GatherError(family.quoted() + ": " + named.conflict()));
            return;
        }
        blocks = blockCache.of(family);
        GatherError familyError = blocks.familyError();
        if (familyError != null) {
            errors.add(familyError);
            return;
        }
        int start = body.size();
        begin(family, named.written());
        int afterHeader = body.size();
        for (int i = 0; i < metrics.size(); i++) {
            encode(family, i, metrics.get(i));
        }
        if (body.size() == afterHeader) {
            body.end(start);
        } else {
            end(family);
        }
    }

    private void encode(MetricFamily family, int newIndex, Metric metric) {
        GatherError error = blocks.error(newIndex);
        if (error != null) {
            errors.add(error);
            return;
        }
        int start = body.size();
        index = newIndex;
        try {
            timestampMillis = metric.timestampMillis();
            if (timestampMillis != Metric.NO_TIMESTAMP && noTimestamps != null) {
                errors.add(new GatherError(LabelBlocks.quoted(family, metric) + ": has a timestamp, " + noTimestamps));
                return;
            }
            values.expect(family.type().valueType());
            metric.write(values);
            String missing = values.missing();
            if (missing != null) {
                body.end(start);
                errors.add(new GatherError(LabelBlocks.quoted(family, metric) + ": " + missing));
            }
        } catch (Throwable e) { // a metric is foreign code: linkage errors and undeclared exceptions too
            boolean full = body.cannotGrow();
            body.end(start);
            if (full) {
                throw e;
            }
            errors.add(GatherError.of(LabelBlocks.quoted(family, metric), e));
        }
    }

    /**
     * Leaves out metrics that have a timestamp from now on, and reports them, for a reader that refuses them.
     *
     * @param reason what follows in the message
     */
    final void refuseTimestamps(String reason) {
        noTimestamps = reason;
    }

    /** Whether the metric has labels. */
    final boolean hasLabels() {
        return !blocks.isEmpty(index);
    }

    /** Writes the metric's labels. */
    final void putLabels() {
        blocks.put(index, body);
    }

    /** The metric's timestamp, or {@link Metric#NO_TIMESTAMP}. */
    final long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public final void reset() {
        body.end(0);
        errors.clear();
        names.reset();
    }

    @Override
    public final List<GatherError> errors() {
        return List.copyOf(errors);
    }

    @Override
    public final int size() {
        return body.size();
    }

    @Override
    public final ByteBuffer body() {
        return ByteBuffer.wrap(body.array(), 0, body.size());
    }

    @Override
    public final void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    @Override
    public final byte[] toByteArray() {
        return body.toByteArray();
    }
}
