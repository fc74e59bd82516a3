package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The labels of all series of a family, already encoded: the block of one series follows that of another in one array.
 * The block of a series without labels is empty.
 *
 * <p>Blocks are encoded once and copied at each scrape, which is most of what makes a scrape cheap. {@link Cache} keeps
 * them. Used by one thread at a time.
 */
final class LabelBlocks {
    private final ByteBuf bytes = new ByteBuf(0);
    private int[] ends = new int[0];
    /** By the index of a series, why it cannot be written; null if all can be. */
    private @Nullable GatherError[] errors;
    /** Why none of the series can be written, or null. */
    private @Nullable GatherError familyError;

    private boolean lasting;

    /** Encodes the labels of a family's series, replacing the blocks that were here before. */
    void fill(MetricFamily family, EscapingScheme escaping, LabelSyntax syntax) {
        List<Metric> metrics = family.metrics();
        bytes.end(0);
        errors = null;
        familyError = null;
        lasting = true;
        if (ends.length < metrics.size()) {
            ends = new int[metrics.size()];
        }
        boolean escaped = false;
        for (int i = 0; i < metrics.size(); i++) {
            try {
                escaped |= put(metrics.get(i).labels(), escaping, syntax);
            } catch (Throwable e) {
                if (bytes.cannotGrow()) {
                    throw e;
                }
                fail(family, i, e);
            }
            ends[i] = bytes.size();
        }
        if (escaped) {
            findCollisions(family, escaping);
        }
    }

    private boolean put(Labels labels, EscapingScheme escaping, LabelSyntax syntax) {
        boolean escaped = false;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String written = escaping.labelName(name);
            escaped |= !written.equals(name);
            syntax.put(i, written, labels.value(i), bytes);
        }
        return escaped;
    }

    private void findCollisions(MetricFamily family, EscapingScheme escaping) {
        LabelCollisions collisions = new LabelCollisions(escaping);
        Labels first = null;
        for (int i = 0; i < family.metrics().size(); i++) {
            Labels labels = labels(family, i);
            if (labels == null) {
                continue;
            }
            if (first == null) {
                first = labels;
            } else if (!sameNames(first, labels)) {
                compareSeries(family, collisions);
                return;
            }
        }
        if (first != null) {
            String reserved = collisions.reserved(first);
            failFamily(family, reserved != null ? reserved : collisions.within(first));
        }
    }

    /** The labels of a series, or null if they cannot be read. */
    private @Nullable Labels labels(MetricFamily family, int index) {
        if (error(index) != null) {
            return null;
        }
        try {
            return family.metrics().get(index).labels();
        } catch (Throwable e) {
            fail(family, index, e);
            return null;
        }
    }

    private static boolean sameNames(Labels a, Labels b) {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = a.name(i).equals(b.name(i));
        }
        return same;
    }

    /** Compares series that do not all have the same label names. */
    private void compareSeries(MetricFamily family, LabelCollisions collisions) {
        List<Metric> metrics = family.metrics();
        List<LabelCollisions.Written> series = new ArrayList<>(metrics.size());
        for (int i = 0; i < metrics.size(); i++) {
            Labels labels = labels(family, i);
            if (labels == null) {
                continue;
            }
            String reserved = collisions.reserved(labels);
            if (reserved != null) {
                failFamily(family, reserved);
                return;
            }
            String within = collisions.within(labels);
            if (within != null) {
                fail(family, i, new GatherError(quoted(family, metrics.get(i)) + ": " + within));
                continue;
            }
            try {
                series.add(collisions.written(i, labels, metrics.get(i).timestampMillis()));
            } catch (Throwable e) {
                fail(family, i, e);
            }
        }
        for (LabelCollisions.Written repeated : LabelCollisions.repeated(series)) {
            int index = repeated.index();
            fail(family, index, new GatherError(quoted(family, metrics.get(index)) + ": " + repeated.repeated()));
        }
    }

    private void failFamily(MetricFamily family, @Nullable String reason) {
        familyError = reason == null ? null : new GatherError(family.quoted() + ": " + reason);
    }

    /** Notes what a metric threw. It may not throw the next time, so these blocks are not kept. */
    private void fail(MetricFamily family, int index, Throwable cause) {
        lasting = false;
        fail(family, index, GatherError.of(quoted(family, family.metrics().get(index)), cause));
    }

    private void fail(MetricFamily family, int index, GatherError error) {
        if (errors == null) {
            errors = new GatherError[family.metrics().size()];
        }
        errors[index] = error;
    }

    /** Whether these blocks may be used again for the same family: not after a failure that may not happen again. */
    boolean isLasting() {
        return lasting;
    }

    /** Frees the memory that the family did not need. */
    void trim(int count) {
        bytes.trim();
        ends = Arrays.copyOf(ends, count);
    }

    /** Why the whole family cannot be written, or null. */
    @Nullable
    GatherError familyError() {
        return familyError;
    }

    /** Why one series cannot be written, or null. Only asked if the family can be written. */
    @Nullable
    GatherError error(int index) {
        return errors == null ? null : errors[index];
    }

    /** Whether a series has no labels. */
    boolean isEmpty(int index) {
        return start(index) == ends[index];
    }

    /** Appends the block of a series. */
    void put(int index, ByteBuf out) {
        out.put(bytes.array(), start(index), ends[index]);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /**
     * Names a series in an error: {@code gauge "queue_depth" {queue="mail"}}. Without labels, if they cannot be read.
     */
    static String quoted(MetricFamily family, Metric metric) {
        String labels;
        try {
            labels = " " + metric.labels();
        } catch (Throwable e) { // which may be the very failure that is being reported
            labels = "";
        }
        return family.quoted() + labels;
    }

    /**
     * Keeps the {@link LabelBlocks} of families that are encoded again: a registry returns the same family object until
     * one of its series is added or removed.
     *
     * <p>Custom collectors make new families at each scrape, whose blocks are not worth keeping. So when a family is
     * first seen, its blocks go into memory that the next new family overwrites. Only when it is seen again are they
     * kept, for as long as the family is reachable. Families do not override {@code equals}, so the weak map finds them
     * by identity.
     */
    static final class Cache {
        /** Marks a family that was seen once and has no blocks yet. */
        private static final LabelBlocks SEEN = new LabelBlocks();

        private final EscapingScheme escaping;
        private final LabelSyntax syntax;
        private final Map<MetricFamily, LabelBlocks> kept = new WeakHashMap<>();
        /** For families that are seen for the first time. */
        private LabelBlocks scratch = new LabelBlocks();

        Cache(EscapingScheme escaping, LabelSyntax syntax) {
            this.escaping = escaping;
            this.syntax = syntax;
        }

        /** The blocks of a family, valid until the next call. */
        LabelBlocks of(MetricFamily family) {
            LabelBlocks known = kept.get(family);
            if (known != null && known != SEEN) {
                return known;
            }
            LabelBlocks blocks = scratch;
            blocks.fill(family, escaping, syntax);
            if (known == null) {
                kept.put(family, SEEN);
            } else if (blocks.isLasting()) {
                blocks.trim(family.metrics().size());
                kept.put(family, blocks);
                scratch = new LabelBlocks();
            }
            return blocks;
        }
    }
}
