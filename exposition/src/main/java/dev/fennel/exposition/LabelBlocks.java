package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of all series of a family, already encoded: a block of bytes for each, one after the other in one array,
 * to be read with a {@link Cursor}. The block of a series without labels is empty.
 *
 * <p>Blocks are encoded once and copied at each scrape, which is most of what makes a scrape cheap.
 * {@link SharedLabels} keeps them. {@linkplain #compact Compact} ones are shorter than the labels themselves, because
 * neighbours in the order of labels have most of them in common. Those may be read by several threads at once, and are
 * never changed.
 */
final class LabelBlocks {
    /*
     * A series takes two bytes and a piece of its block. The first byte says how many bytes come before the piece: they
     * are the first ones of the last block that is written in full, where this number is zero. The second byte is the
     * length of the piece. If one of them is 255 or more, the second is 255, and both follow, with four bytes each.
     *
     * So a block is copied from two places that nobody writes to. If a block was made from the one before, as front
     * coding usually does, each would wait for bytes that were written a moment ago.
     */
    private static final int LONG_FORM = 255;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final int HEADER = 2;

    private final ByteBuf bytes = new ByteBuf(0);
    /** By the index of a series, why it cannot be written; null if all can be. */
    private @Nullable GatherError[] errors;
    /** The same for formats that are {@linkplain BufferedEncoder#isStrict strict}; null if they have no more errors. */
    private @Nullable GatherError[] strictErrors;
    /** Why none of the series can be written, or null. */
    private @Nullable GatherError familyError;

    private boolean lasting;
    private boolean legal = true;

    /** Encodes the labels of a family's series, replacing the blocks that were here before. */
    void fill(MetricFamily family, EscapingScheme escaping, LabelSyntax syntax) {
        List<Metric> metrics = family.metrics();
        bytes.end(0);
        errors = null;
        strictErrors = null;
        familyError = null;
        lasting = true;
        legal = true;
        boolean escaped = false;
        boolean inOrder = true;
        Labels before = null;
        for (int i = 0; i < metrics.size(); i++) {
            int start = bytes.size();
            bytes.reserve(HEADER);
            bytes.end(start + HEADER);
            try {
                Labels labels = metrics.get(i).labels();
                escaped |= put(labels, escaping, syntax);
                inOrder = inOrder && (before == null || LabelCollisions.areInOrder(before, labels));
                before = labels;
                String fault = labelFault(family, labels);
                if (fault != null) {
                    fail(family, i, new GatherError(quoted(family, metrics.get(i)) + ": " + fault));
                }
            } catch (Throwable e) {
                if (bytes.cannotGrow()) {
                    throw e;
                }
                fail(family, i, e);
            }
            putHeader(start, 0, bytes.size() - start - HEADER);
        }
        if (!inOrder) {
            compareSeries(family, new LabelCollisions(escaping));
        } else if (escaped) {
            findCollisions(family, escaping);
        }
    }

    /** What a registry checks of a user's metrics, but nobody does of a family from elsewhere. */
    private static @Nullable String labelFault(MetricFamily family, Labels labels) {
        MetricType type = family.type();
        if (type == MetricType.HISTOGRAM && labels.get("le") != null) {
            return "its label \"le\" is reserved for its buckets";
        }
        if (type == MetricType.SUMMARY && labels.get("quantile") != null) {
            return "its label \"quantile\" is reserved for its quantiles";
        }
        return type == MetricType.STATE_SET && labels.get(family.name()) == null
                ? "expected a label \"" + family.name() + "\" for the state, got " + labels.names()
                : null;
    }

    /** Writes the lengths of a block before its last bytes, which stand behind room for the short form. */
    private void putHeader(int start, int shared, int length) {
        if (shared < LONG_FORM && length < LONG_FORM) {
            bytes.array()[start] = (byte) shared;
            bytes.array()[start + 1] = (byte) length;
            return;
        }
        byte[] array = bytes.reserve(2 * Integer.BYTES);
        int piece = start + HEADER;
        System.arraycopy(array, piece, array, piece + 2 * Integer.BYTES, length);
        array[start + 1] = (byte) LONG_FORM;
        INT.set(array, piece, shared);
        INT.set(array, piece + Integer.BYTES, length);
        bytes.end(piece + 2 * Integer.BYTES + length);
    }

    /**
     * A copy that takes as little room as it can.
     *
     * @param count the number of series
     */
    LabelBlocks compact(int count) {
        LabelBlocks copy = new LabelBlocks();
        copy.errors = errors;
        copy.strictErrors = strictErrors;
        copy.familyError = familyError;
        copy.lasting = lasting;
        copy.legal = legal;
        Cursor cursor = new Cursor();
        cursor.begin(this);
        int full = 0;
        int fullLength = 0;
        int before = 0;
        int beforeLength = 0;
        int lost = 0;
        for (int i = 0; i < count; i++) {
            cursor.advance();
            byte[] from = bytes.array();
            int start = cursor.full;
            int length = cursor.shared;
            int shared = shared(from, full, fullLength, start, length);
            // What a block next to the one before would save. Once this would have paid for a full block, there is one.
            lost += shared(from, before, beforeLength, start, length) - shared;
            before = start;
            beforeLength = length;
            if (lost > length / 2) {
                shared = 0;
            }
            if (shared == 0) {
                full = start;
                fullLength = length;
                lost = 0;
            }
            copy.put(from, start, length, shared);
        }
        copy.bytes.trim();
        return copy;
    }

    private static int shared(byte[] bytes, int a, int aLength, int b, int bLength) {
        int length = Math.min(aLength, bLength);
        int mismatch = Arrays.mismatch(bytes, a, a + length, bytes, b, b + length);
        return mismatch < 0 ? length : mismatch;
    }

    private void put(byte[] from, int block, int length, int shared) {
        int start = bytes.size();
        bytes.reserve(HEADER);
        bytes.end(start + HEADER);
        bytes.put(from, block + shared, block + length);
        putHeader(start, shared, length - shared);
    }

    private boolean put(Labels labels, EscapingScheme escaping, LabelSyntax syntax) {
        boolean escaped = false;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String written = escaping.labelName(name);
            escaped |= !written.equals(name);
            legal &= LegacyNames.isLabelName(name);
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
        if (error(index, false) != null) {
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

    /** Compares all series. */
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
        List<LabelCollisions.Fault> repeated = LabelCollisions.repeated(series);
        List<LabelCollisions.Written> sorted = LabelCollisions.byLabels(series);
        List<LabelCollisions.Fault> outOfTime =
                LabelCollisions.outOfTime(sorted, family.type() == MetricType.STATE_SET);
        for (LabelCollisions.Fault fault : repeated) {
            fail(family, fault.index(), error(family, fault));
        }
        // Times that keep series apart may be others the next time.
        lasting &= repeated.isEmpty() && !LabelCollisions.differOnlyInTime(sorted);
        if (!outOfTime.isEmpty()) {
            strictErrors = errors == null ? new GatherError[metrics.size()] : errors.clone();
            for (LabelCollisions.Fault fault : outOfTime) {
                strictErrors[fault.index()] = error(family, fault);
            }
        }
    }

    private static GatherError error(MetricFamily family, LabelCollisions.Fault fault) {
        return new GatherError(quoted(family, family.metrics().get(fault.index())) + ": " + fault.reason());
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

    /** Why the whole family cannot be written, or null. */
    @Nullable
    GatherError familyError() {
        return familyError;
    }

    /** Why one series cannot be written, or null. Only asked if the family can be written. */
    @Nullable
    GatherError error(int index, boolean strict) {
        GatherError[] all = strict && strictErrors != null ? strictErrors : errors;
        return all == null ? null : all[index];
    }

    /** Whether all series can be written. */
    boolean areAllWritable(boolean strict) {
        return errors == null && (!strict || strictErrors == null);
    }

    /** Whether all label names are legal, so that these blocks do not depend on the scheme. */
    boolean areLegal() {
        return legal;
    }

    /** How many bytes all blocks take. */
    int size() {
        return bytes.size();
    }

    /** Forgets the errors, whose causes are foreign objects, and gives memory back, as {@link ByteBuf#settle} does. */
    void settle(int used) {
        errors = null;
        strictErrors = null;
        familyError = null;
        bytes.settle(used);
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

    /** Goes through the blocks of a family, in the order of its series. */
    static final class Cursor {
        private static final byte[] NONE = {};

        private byte[] bytes = NONE;
        /** Where the next series begins. */
        private int next;

        private int full;
        private int shared;
        private int piece;
        private int pieceLength;

        private int marked;
        private int markedFull;

        /** Begins before the first series. */
        void begin(LabelBlocks blocks) {
            bytes = blocks.bytes.array();
            next = 0;
        }

        /** Forgets the blocks. */
        void end() {
            bytes = NONE;
        }

        /** Goes on to the next series. */
        void advance() {
            int start = next + HEADER;
            int before = bytes[start - 2] & 0xFF;
            int length = bytes[start - 1] & 0xFF;
            if (length == LONG_FORM) {
                before = (int) INT.get(bytes, start);
                length = (int) INT.get(bytes, start + Integer.BYTES);
                start += 2 * Integer.BYTES;
            }
            // Without a branch, which would be guessed wrong whenever a full block comes: its piece is all that is
            // shared.
            int isFull = (before - 1) >> 31;
            full += (start - full) & isFull;
            shared = before + (length & isFull);
            piece = start;
            pieceLength = length & ~isFull;
            next = start + length;
        }

        /** Remembers the place, to {@linkplain #goBack go back} to it. */
        void mark() {
            marked = next;
            markedFull = full;
        }

        /** Goes back to before the series that was next when the place was marked. */
        void goBack() {
            next = marked;
            full = markedFull;
        }

        /** The length of the block; zero if the series has no labels. */
        int length() {
            return shared + pieceLength;
        }

        /** Copies the block into an array, and returns its end there. */
        int copy(byte[] target, int to) {
            System.arraycopy(bytes, full, target, to, shared);
            System.arraycopy(bytes, piece, target, to + shared, pieceLength);
            return to + shared + pieceLength;
        }

        /** Appends the block. */
        void put(ByteBuf out) {
            out.put(bytes, full, full + shared);
            out.put(bytes, piece, piece + pieceLength);
        }
    }
}
