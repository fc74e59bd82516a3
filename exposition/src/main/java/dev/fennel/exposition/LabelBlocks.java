package dev.fennel.exposition;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of all series of a family as a format writes them, one behind the other in one array; nothing at all for a
 * series without labels.
 */
final class LabelBlocks {
    private final ByteBuf bytes = new ByteBuf(0);
    private int[] ends = new int[0];
    /** Why a series cannot be written, by its index; null if all can. */
    private GatherError[] errors;
    /** Why no series can be written, or null. */
    private GatherError familyError;

    private boolean lasting;

    /** Encodes the labels of a family's series in place of what was here. */
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
                    familyError = EncodingErrors.of(family, reserved);
                    return;
                }
                String reason = collisions.add(metrics.get(i));
                if (reason != null) {
                    fail(family, i, EncodingErrors.of(family, metrics.get(i), reason));
                }
            } catch (Throwable e) {
                fail(family, i, e);
            }
        }
    }

    /** Notes what a metric threw, which it may not throw the next time. */
    private void fail(MetricFamily family, int index, Throwable cause) {
        lasting = false;
        fail(family, index, EncodingErrors.of(family, family.metrics().get(index), cause));
    }

    private void fail(MetricFamily family, int index, GatherError error) {
        if (errors == null) {
            errors = new GatherError[family.metrics().size()];
        }
        errors[index] = error;
    }

    /** Whether these will do for the same family again: not after a failure that may pass. */
    boolean isLasting() {
        return lasting;
    }

    /** Gives back the room that the family did not need. */
    void trim(int count) {
        bytes.trim();
        ends = Arrays.copyOf(ends, count);
    }

    /** Why the whole family cannot be written, or null. */
    GatherError familyError() {
        return familyError;
    }

    /** Why a series of a family that can be written cannot be, or null. */
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
}
