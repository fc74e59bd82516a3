package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.OwnedCell;

/** A {@link NativeBuffer} and the thread that it belongs to. */
public final class OwnedBuffer extends OwnedCell {
    private static final OwnedBuffer[] NONE = new OwnedBuffer[2];

    private final NativeBuffer buffer;

    private OwnedBuffer(NativeBuffer buffer) {
        this.buffer = buffer;
    }

    /** Does what is done later, and so links it. */
    public static void rehearse(NativeImage image) {
        BucketSearch search = new BucketSearch(new double[0]);
        OwnedBuffer[] owned = claimNow(none(), 1, image.scale);
        NativeBuffer own = owned == null ? null : own(owned);
        if (owned != null && own != null) {
            own.append(1);
            own.isWantedElsewhere();
            own.count(search, image.scale);
            own.append(1);
            tryRead(owned, 0, image, search, 0);
        }
    }

    /** The buffers of a histogram that has none yet. */
    public static OwnedBuffer[] none() {
        return NONE;
    }

    /**
     * The buffer of the present thread.
     *
     * @param owned the buffers of a histogram
     * @return null if it owns none
     */
    @Nullable
    public static NativeBuffer own(OwnedBuffer[] owned) {
        OwnedBuffer own = owned[slot(owned)];
        return own != null && own.isOwn() ? own.buffer : null;
    }

    /**
     * Buffers with one for the present thread, if it comes again and again.
     *
     * @param owned the buffers of a histogram
     * @param first the first one of its shared cells
     * @param used the shared cell in which the thread has just counted
     * @param bucketCount the number of classic buckets
     * @return null if the thread gets none
     */
    static @Nullable OwnedBuffer[] claim(
            OwnedBuffer[] owned, NativeGeneration first, NativeCell used, int bucketCount) {
        try {
            return comesAgain(first, used) ? claimNow(owned, bucketCount, first.scale()) : null;
        } catch (VirtualMachineError e) {
            // The observation is counted. There will be a buffer at some other time.
            return null;
        }
    }

    /** Buffers with one for the present thread; null if it has one, or there is no place. */
    static @Nullable OwnedBuffer[] claimNow(OwnedBuffer[] owned, int bucketCount, NativeScale scale) {
        int most = mostBuffers(bucketCount);
        int place = place(owned, most);
        if (place < 0) {
            return null;
        }
        NativeBuffer buffer = place < count(owned)
                ? get(owned, place).buffer
                : new NativeBuffer(bucketCount, NativeCounts.none(scale));
        return with(owned, place, most, new OwnedBuffer(buffer));
    }

    /** How many buffers there may be, by what they take with 160 native buckets. */
    static int mostBuffers(int bucketCount) {
        int bytesOfTally = 8 * bucketCount + 450;
        return mostOwners(2 * bytesOfTally + 8 * NativeBuffer.CAPACITY + 500);
    }

    /**
     * How many buffers there are, to be read one by one.
     *
     * @param owned the buffers of a histogram
     */
    public static int buffers(OwnedBuffer[] owned) {
        return count(owned);
    }

    /**
     * Tries to copy the contents of a buffer.
     *
     * @param owned the buffers of a histogram
     * @param number from 0 to {@link #buffers} - 1
     * @param image takes the contents
     * @param search finds the classic bucket
     * @param attempt how often this has failed before
     */
    public static boolean tryRead(
            OwnedBuffer[] owned, int number, NativeImage image, BucketSearch search, int attempt) {
        return get(owned, number).buffer.tryRead(image, search, attempt);
    }
}
