package dev.fennel.internal.buckets;

import dev.fennel.internal.cells.HistogramCell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The observations of one thread in a native histogram: the last ones wait, and those before are counted in a tally.
 *
 * <p>In a native histogram it takes longer to find what an observation changes, and to note it, than to enter a cell.
 * So a cell that it owns, as in {@link dev.fennel.internal.cells.OwnedPair}, would save a thread little (9.3 to 12 ns,
 * where a shared one takes 10.3). Here, an observation is written behind those that wait. When there is no room any
 * more, all of them are counted together: in a spare tally, which has got a copy of the current one before, and then
 * becomes the current one. So nothing has to be noted or made visible in between. That takes 7.6 ns for each, of which
 * 1.2 are for finding the buffer, 1.1 for the waiting, and 4.5 for the counting.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>One thread at a time, the owner, appends and counts. Any thread may read.
 *   <li>The histogram is never reset: an owner would not notice in time.
 * </ol>
 *
 * <p>What follows:
 *
 * <ol>
 *   <li>An observation is made at the release store of the number of all. Wherever the stack of the owner ends, or the
 *       memory, or the thread itself: before that store the observation is not made; before the store of the version
 *       nothing is counted, all waits as before, and the spare tally is written anew the next time. If the owner gets
 *       no further than that store, there is still no room, and it counts once more, which adds nothing.
 *   <li>A reading consists of the current tally and of what it does not count yet. The reader adds that in the order in
 *       which the owner would, so the sum has the same roundings, and no reading is below an earlier one.
 *   <li>What a reader has copied counts if it finds the same version current afterwards. As long as a version is
 *       current, neither its tally nor the observations that this does not count are overwritten. Before anything is
 *       overwritten, the next version becomes current; the store-store fence behind that, and the acquire fence of the
 *       reader before it looks, keep this order. It would not do to look for the same tally: a reader that has slept
 *       could find it written halfway, and current again afterwards.
 *   <li>An owner that never pauses could make each copy useless. So a reader that had to try again asks it to count
 *       {@value #ELSEWHERE} observations elsewhere once there is no room, and twice as many each time that this was too
 *       short, as a copy of many thousand buckets takes longer; nothing here changes meanwhile. This is a request, and
 *       not a lock: if the reader ends in whatever way, the owner returns all the same.
 * </ol>
 */
@SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"}) // the padding
public class NativeBuffer {
    /** How many observations can wait: so many that copying a tally of usual size hardly matters. */
    public static final int CAPACITY = 64;

    private static final int ELSEWHERE = 1_000;
    private static final int MOST_DOUBLINGS = 10;

    private static final VarHandle APPENDED;
    private static final VarHandle VERSION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            APPENDED = lookup.findVarHandle(NativeBuffer.class, "appended", long.class);
            VERSION = lookup.findVarHandle(NativeBuffer.class, "version", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the current tally does not count, in the order in which it came; then padding. */
    private final double[] values = new double[CAPACITY + HistogramCell.PADDING];

    /** Current in even versions. */
    private final NativeTally one;

    /** Current in odd versions. */
    private final NativeTally other;

    /** How many observations there are. */
    private long appended;

    /** The number of the observation for which there will be no room. */
    private long end = CAPACITY;

    /** How often the current tally was replaced by the other one. */
    private long version;

    /**
     * How many observations the owner is to make elsewhere. Written by readers, too: where one is lost, they repeat it.
     */
    private volatile int elsewhere;

    // Padding: this shares no cache line with what is allocated behind.
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /**
     * A buffer without observations.
     *
     * @param bucketCount the number of classic buckets
     * @param none native counts with room for nothing
     */
    NativeBuffer(int bucketCount, NativeCounts none) {
        one = new NativeTally(bucketCount, none);
        other = new NativeTally(bucketCount, none);
    }

    /** Makes an observation if there is room for it. Called by the owner. */
    public final boolean append(double value) {
        long number = appended;
        if (number == end) {
            return false;
        }
        values[CAPACITY - (int) (end - number)] = value;
        publish(number + 1);
        return true;
    }

    /** Lets readers see as many observations. */
    void publish(long number) {
        APPENDED.setRelease(this, number);
    }

    /**
     * Whether the next observation is to be made elsewhere: as a reader wants that, or there are so many native counts
     * that copying them would take longer than an observation in a shared cell. Called by the owner if there is no
     * room.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // what is lost is repeated
    public final boolean isWantedElsewhere() {
        if (!tally(version).isWorthCopying()) {
            return true;
        }
        int wanted = elsewhere;
        if (wanted > 0) {
            elsewhere = wanted - 1;
        }
        return wanted > 0;
    }

    /**
     * Counts what waits. Called by the owner.
     *
     * @param search finds the classic bucket
     * @param scale the native buckets are no finer afterwards
     * @return whether there is an observation now in a native bucket that had none
     */
    public final boolean count(BucketSearch search, NativeScale scale) {
        NativeTally before = tally(version);
        NativeTally next = tally(version + 1);
        next.assign(before, scale);
        boolean populated = next.count(values, (int) (appended - before.counted()), search);
        next.counted(appended);
        replaceTally();
        VarHandle.storeStoreFence();
        end = appended + CAPACITY;
        return populated;
    }

    /** Makes the spare tally the current one. */
    void replaceTally() {
        VERSION.setRelease(this, version + 1);
    }

    NativeTally tally(long ofVersion) {
        return (ofVersion & 1) == 0 ? one : other;
    }

    /**
     * Tries to copy all observations that there are.
     *
     * @param image takes them
     * @param search finds the classic bucket
     * @param attempt how often this has failed before
     */
    final boolean tryRead(NativeImage image, BucketSearch search, int attempt) {
        if (attempt > 0) {
            elsewhere = ELSEWHERE << Math.min(attempt - 1, MOST_DOUBLINGS);
        }
        long seen = (long) VERSION.getAcquire(this);
        NativeTally tally = tally(seen);
        long counted = tally.counted();
        tally.copyTo(image);
        long waiting = (long) APPENDED.getAcquire(this) - counted;
        if (waiting < 0 || waiting > CAPACITY) {
            return false;
        }
        double[] copy = image.waiting();
        System.arraycopy(values, 0, copy, 0, (int) waiting);
        VarHandle.acquireFence();
        if ((long) VERSION.getOpaque(this) != seen) {
            return false;
        }
        for (int i = 0; i < waiting; i++) {
            image.add(copy[i], search.bucketOf(copy[i]));
        }
        return true;
    }
}
