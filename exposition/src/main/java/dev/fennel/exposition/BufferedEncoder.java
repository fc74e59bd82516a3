package dev.fennel.exposition;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.NumberBatch;
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
 *
 * <p>A large family of the library's own counters or gauges is written in batches: its numbers are
 * {@linkplain MetricFamily#readNumbers read} many at once, so that their cache misses overlap, and their lines are
 * written in a loop without a call for each. If anything fails there, the body is cut back to the start of the batch,
 * and its metrics are written one after the other.
 *
 * <p>Tried and dropped, with 100,000 gauges of three labels, which take 25 ns each in text, 6 of them for a copy of
 * that many bytes: to copy by words of eight bytes instead of {@code System.arraycopy} (29 ns), to copy the name and
 * the labels that two lines share in one piece from the line before, and to touch the memory of the body before a batch
 * (no gain). A body that is kept from scrape to scrape, in which only changed numbers are written, would save a third
 * of the time if all values change, and half if none does. But it takes 12 more bytes for each line and encoder, and
 * everything behind a number has to move when it gets a digit more; and deflate, which follows nearly always, takes
 * several times as long as what would be saved.
 */
abstract class BufferedEncoder implements Encoder {
    private static final int INITIAL_CAPACITY = 8192;

    /** In families with fewer metrics, batches would save less than it takes to warm up their code. */
    private static final int LEAST_FOR_BATCHES = 8;

    /** So many errors may be remembered without keeping the memory for them. */
    private static final int FEW_ERRORS = 1000;

    /** Everything that is written so far. */
    final ByteBuf body = new ByteBuf(INITIAL_CAPACITY);

    private final FamilyNames names;
    private final SharedLabels.User sharedLabels;
    private final OneValueVisitor values = new OneValueVisitor(this);
    private final NumberBatch batch = new NumberBatch();
    private List<GatherError> errors = new ArrayList<>();
    /** Why metrics with a timestamp are left out, or null if they are written. */
    private @Nullable String noTimestamps;

    /** The labels of the metric that is being written. */
    final LabelBlocks.Cursor labels = new LabelBlocks.Cursor();

    /** Checks the buckets of the histogram that is being written. */
    final BucketCheck check = new BucketCheck();

    private long timestampMillis = Metric.NO_TIMESTAMP;
    /** Why the metric that is being written cannot be, or null. */
    private @Nullable String refused;

    BufferedEncoder(EscapingScheme escaping, FamilyName.Rule rule, LabelSyntax syntax, SharedLabels shared) {
        this.names = new FamilyNames(rule);
        this.sharedLabels = new SharedLabels.User(shared, escaping, syntax);
    }

    /** Writes the beginning of a family, before its metrics. Not called for a family without metrics. */
    abstract void begin(MetricFamily family, FamilyName name);

    /** Writes the end of a family, after its metrics. Not called unless at least one was written. */
    abstract void end(MetricFamily family);

    /** Writes metrics that are numbers, each after {@linkplain LabelBlocks.Cursor#advance advancing} to its labels. */
    abstract void putNumbers(NumberBatch numbers);

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

    /** Whether it is written of the present family's metrics when counting began. */
    boolean takesCreated() {
        return false;
    }

    /**
     * Whether the samples of a metric have to stand together in the order of their times, and a histogram must have the
     * bucket for {@code +Inf}, and its count if it has a sum.
     */
    boolean isStrict() {
        return false;
    }

    /**
     * Leaves out the metric that is being written, once it has been written, and reports it. It can do nothing against
     * that, as it could against an exception.
     *
     * @param reason what is wrong with it
     */
    final void refuse(String reason) {
        refused = reason;
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
        LabelBlocks blocks = sharedLabels.of(family);
        GatherError familyError = blocks.familyError();
        if (familyError != null) {
            errors.add(familyError);
            return;
        }
        int start = body.size();
        begin(family, named.written());
        int afterHeader = body.size();
        labels.begin(blocks);
        boolean inBatches = metrics.size() >= LEAST_FOR_BATCHES && blocks.areAllWritable(isStrict());
        for (int i = 0; i < metrics.size(); ) {
            int written = inBatches ? encodeNumbers(family, i) : 0;
            if (written == 0) {
                inBatches = false;
                labels.advance();
                encode(family, metrics.get(i), blocks.error(i, isStrict()));
                written = 1;
            }
            i += written;
        }
        if (body.size() == afterHeader) {
            body.end(start);
        } else {
            end(family);
        }
    }

    /**
     * Writes some metrics from an index on.
     *
     * @return how many were written; 0 if they have to be written one after the other, because they are no numbers, or
     *     to find out which of them fails
     */
    private int encodeNumbers(MetricFamily family, int from) {
        int start = body.size();
        labels.mark();
        try {
            timestampMillis = Metric.NO_TIMESTAMP;
            batch.takeExemplars(takesExemplars());
            batch.takeCreated(takesCreated());
            family.readNumbers(from, batch);
            putNumbers(batch);
            return batch.size();
        } catch (Throwable e) {
            boolean full = body.cannotGrow();
            body.end(start);
            if (full) {
                throw e;
            }
            labels.goBack();
            return 0;
        }
    }

    private void encode(MetricFamily family, Metric metric, @Nullable GatherError error) {
        if (error != null) {
            errors.add(error);
            return;
        }
        int start = body.size();
        try {
            timestampMillis = metric.timestampMillis();
            if (timestampMillis != Metric.NO_TIMESTAMP && noTimestamps != null) {
                errors.add(new GatherError(LabelBlocks.quoted(family, metric) + ": has a timestamp, " + noTimestamps));
                return;
            }
            values.expect(family.type().valueType());
            refused = null;
            metric.write(values);
            String fault = refused != null ? refused : values.missing();
            if (fault != null) {
                body.end(start);
                errors.add(new GatherError(LabelBlocks.quoted(family, metric) + ": " + fault));
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
        return labels.length() > 0;
    }

    /** Writes the metric's labels. */
    final void putLabels() {
        labels.put(body);
    }

    /** The metric's timestamp, or {@link Metric#NO_TIMESTAMP}. */
    final long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public final void reset() {
        body.settle(body.size());
        body.end(0);
        labels.end();
        sharedLabels.settle();
        if (errors.size() > FEW_ERRORS) {
            errors = new ArrayList<>();
        } else {
            errors.clear();
        }
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
