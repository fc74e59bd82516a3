package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Keeps the {@link LabelBlocks} of families that come back: a registry hands out the same family object until a series
 * is born or dies.
 *
 * <p>Custom collectors make new families at each scrape, for which keeping anything would be waste. So the first time a
 * family is seen its blocks go into room that is used again for the next, and only the second time they are kept, for
 * as long as somebody holds the family. A family has no {@code equals} of its own, so it is found by identity.
 */
final class LabelBlockCache {
    /** Stands for the blocks of a family that was seen once. */
    private static final LabelBlocks SEEN = new LabelBlocks();

    private final EscapingScheme escaping;
    private final LabelSyntax syntax;
    private final Map<MetricFamily, LabelBlocks> kept = new WeakHashMap<>();
    private LabelBlocks scratch = new LabelBlocks();

    LabelBlockCache(EscapingScheme escaping, LabelSyntax syntax) {
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
