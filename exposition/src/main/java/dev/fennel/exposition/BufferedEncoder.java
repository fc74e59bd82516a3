package dev.fennel.exposition;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What the encoders of all formats share: the body, the errors, and the loop over a family's metrics, which rolls back
 * whatever was not written whole.
 *
 * <p>A format implements {@link #begin}, {@link #select} and the five methods of the visitor, each of which calls
 * {@link #accept} before it writes anything.
 */
abstract class BufferedEncoder implements Encoder, MetricVisitor {
    private static final int INITIAL_CAPACITY = 8192;

    /** What is written so far. */
    final ByteBuf body = new ByteBuf(INITIAL_CAPACITY);

    private final List<GatherError> errors = new ArrayList<>();
    private MetricType expected;
    private boolean accepted;

    /**
     * Writes what stands before a family's metrics.
     *
     * @param family a family with at least one metric
     * @return false to leave the family out, after reporting why
     */
    abstract boolean begin(MetricFamily family);

    /** Writes what stands after a family's metrics, of which at least one was written. */
    void end(MetricFamily family) {
        // Most formats have nothing to say there.
    }

    /**
     * Makes a metric of the family the one whose value the visitor takes next.
     *
     * @param index its place in the family
     * @param metric the metric
     * @return null, or why it cannot be written
     */
    abstract GatherError select(int index, Metric metric);

    @Override
    public final void encode(MetricFamily family) {
        List<Metric> metrics = family.metrics();
        int start = body.size();
        if (metrics.isEmpty() || !begin(family)) {
            return;
        }
        expected = family.type().valueType();
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

    private void encode(MetricFamily family, int index, Metric metric) {
        int start = body.size();
        accepted = false;
        try {
            GatherError error = select(index, metric);
            if (error == null) {
                metric.write(this);
                error = accepted ? null : EncodingErrors.of(family, metric, "expected a value, got none");
            }
            if (error != null) {
                report(error);
            }
        } catch (VirtualMachineError e) {
            body.end(start);
            throw e;
        } catch (Throwable e) { // also what is not declared, and linkage errors of the code behind the metric
            body.end(start);
            report(EncodingErrors.of(family, metric, e));
        }
    }

    /** Checks that a value is the metric's first, and of the type that the family's metrics write; throws otherwise. */
    final void accept(MetricType type) {
        if (accepted) {
            throw new IllegalStateException("expected one value, got another one of type " + type);
        }
        if (type != expected) {
            throw new IllegalStateException("expected a value of type " + expected + ", got one of type " + type);
        }
        accepted = true;
    }

    final void report(GatherError error) {
        errors.add(error);
    }

    @Override
    public void reset() {
        body.end(0);
        errors.clear();
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
    public final void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    @Override
    public final byte[] toByteArray() {
        return body.toByteArray();
    }
}
