package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps encoders between calls of {@link Format#write}, with their buffers and the labels that are encoded already: a
 * new encoder takes several times as long to write its first body as its second.
 *
 * <p>Not more than {@value #CAPACITY} are kept, those that were used last. An encoder makes its buffers smaller when
 * bodies have become much shorter, and if nothing is written any more the garbage collector takes it before memory runs
 * out. An encoder belongs to the thread that took it, and is simply forgotten if that does not give it back.
 *
 * <p>Used by any number of threads, which hold the monitor of this class only to search a short list. As in
 * {@link SharedLabels}, it is no lock, because a thread at the end of its stack might leave that locked; nothing
 * foreign runs inside, and nothing blocks: an encoder is made and reset outside.
 */
final class SpareEncoders {
    /** Some formats for a few threads. */
    static final int CAPACITY = 4;

    /** The last one was used last. Guarded by the monitor of this class. */
    private static final List<Spare> SPARES = new ArrayList<>(CAPACITY + 1);

    private SpareEncoders() {}

    /**
     * An encoder that nobody uses.
     *
     * @param format what it writes
     * @param encoder an encoder after {@link Encoder#reset}, until the garbage collector takes it
     */
    private record Spare(Format format, SoftReference<Encoder> encoder) {}

    /** An encoder with an empty body, for the caller alone. */
    static Encoder take(Format format) {
        Encoder spare = find(format);
        return spare == null ? format.newEncoder() : spare;
    }

    private static synchronized @Nullable Encoder find(Format format) {
        for (int i = SPARES.size() - 1; i >= 0; i--) {
            if (SPARES.get(i).format().equals(format)) {
                Encoder spare = SPARES.remove(i).encoder().get();
                if (spare != null) {
                    return spare;
                }
            }
        }
        return null;
    }

    /** Keeps an encoder that the caller will not use again. */
    static void giveBack(Format format, Encoder encoder) {
        encoder.reset();
        add(new Spare(format, new SoftReference<>(encoder)));
    }

    private static synchronized void add(Spare spare) {
        SPARES.add(spare);
        if (SPARES.size() > CAPACITY) {
            SPARES.remove(0);
        }
    }
}
