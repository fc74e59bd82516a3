package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
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
        List<Metric> metrics = family.metrics();
        for (int i = 0; i < metrics.size(); i++) {
            if (error(i) != null) {
                continue;
            }
            try {
                String reserved = collisions.reserved(metrics.get(i).labels());
                if (reserved != null) {
                    familyError = new GatherError(family.quoted() + ": " + reserved);
                    return;
                }
                String reason = collisions.add(metrics.get(i));
                if (reason != null) {
                    fail(family, i, new GatherError(quoted(family, metrics.get(i)) + ": " + reason));
                }
            } catch (Throwable e) {
                fail(family, i, e);
            }
        }
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
