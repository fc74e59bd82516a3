package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricFamily;
import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Keeps the {@link LabelBlocks} of families that are encoded again, for all encoders that write labels in the same way,
 * such as those of the text format and of OpenMetrics: a registry returns the same family object until one of its
 * series is added or removed.
 *
 * <p>Custom collectors make new families at each scrape, whose blocks are not worth keeping. So when a family is first
 * seen, its blocks go into memory of the encoder's own that the next new family overwrites. Only when it is seen again
 * are they kept, for as long as both the family and some encoder are reachable. Families do not override
 * {@code equals}, so the weak map finds them by identity.
 *
 * <p>Used by any number of threads. A monitor guards the map, and not a lock, because a thread at the end of its stack
 * might leave that locked. Nothing foreign runs inside.
 */
final class SharedLabels {
    /** Marks a family that was seen once and has no blocks yet. */
    private static final LabelBlocks SEEN = new LabelBlocks();

    /** For the text formats, and for protobuf. Guarded by the monitor of this class. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static final WeakReference<SharedLabels>[] ALL = new WeakReference[2];

    /** Blocks that are the same in all schemes, because all label names are legal. */
    private final Map<MetricFamily, LabelBlocks> legal = new WeakHashMap<>();

    /** The others. */
    private final Map<EscapingScheme, Map<MetricFamily, LabelBlocks>> escaped = new EnumMap<>(EscapingScheme.class);

    SharedLabels() {}

    /** The labels as they are written in protobuf, or in the text formats. */
    static synchronized SharedLabels of(boolean protobuf) {
        int index = protobuf ? 1 : 0;
        WeakReference<SharedLabels> reference = ALL[index];
        SharedLabels known = reference == null ? null : reference.get();
        if (known != null) {
            return known;
        }
        SharedLabels made = new SharedLabels();
        ALL[index] = new WeakReference<>(made);
        return made;
    }

    /** The blocks of a family, or {@link #SEEN}, or null. */
    private synchronized @Nullable LabelBlocks get(MetricFamily family, EscapingScheme escaping) {
        LabelBlocks known = legal.get(family);
        Map<MetricFamily, LabelBlocks> others = known == SEEN ? escaped.get(escaping) : null;
        LabelBlocks other = others == null ? null : others.get(family);
        return other == null ? known : other;
    }

    private synchronized void keep(MetricFamily family, EscapingScheme escaping, LabelBlocks blocks) {
        Map<MetricFamily, LabelBlocks> map =
                blocks.areLegal() ? legal : escaped.computeIfAbsent(escaping, scheme -> new WeakHashMap<>());
        map.put(family, blocks);
    }

    /** What one encoder needs to find blocks, or to make them. Used by one thread at a time. */
    static final class User {
        private final SharedLabels shared;
        private final EscapingScheme escaping;
        private final LabelSyntax syntax;
        /** For families that are seen for the first time. */
        private final LabelBlocks scratch = new LabelBlocks();

        /** The most that {@code scratch} has had to hold since the last {@link #settle}. */
        private int used;

        User(SharedLabels shared, EscapingScheme escaping, LabelSyntax syntax) {
            this.shared = shared;
            this.escaping = escaping;
            this.syntax = syntax;
        }

        /** The blocks of a family, valid until the next call. */
        LabelBlocks of(MetricFamily family) {
            LabelBlocks known = shared.get(family, escaping);
            if (known != null && known != SEEN) {
                return known;
            }
            scratch.fill(family, escaping, syntax);
            used = Math.max(used, scratch.size());
            if (known == null) {
                shared.keep(family, escaping, SEEN);
                return scratch;
            }
            if (!scratch.isLasting()) {
                return scratch;
            }
            LabelBlocks compact = scratch.compact(family.metrics().size());
            shared.keep(family, escaping, compact);
            return compact;
        }

        /** Between two bodies, forgets errors, and gives memory back if much less was needed recently. */
        void settle() {
            scratch.settle(used);
            used = 0;
        }
    }
}
