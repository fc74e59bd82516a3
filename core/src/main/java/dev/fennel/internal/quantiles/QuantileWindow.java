package dev.fennel.internal.quantiles;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.StackRoom;
import dev.fennel.internal.cells.SummaryCell;
import dev.fennel.internal.cells.SummaryImage;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The recent observations of one series, forgotten one age bucket at a time.
 *
 * <p>Time is divided into age buckets of equal length, numbered from when the {@link WindowSpec} was made. For every
 * age bucket in which something was observed, and which is not too old, there is a {@link CkmsStream} of all that was
 * observed since its beginning. So the oldest stream is that of the whole window; once it is too old, the next one
 * takes its place. A series without recent observations has no stream in use, a young one has one.
 *
 * <p>Merging costs a pass over each stream. So observations are collected into a run first. It is sorted and merged
 * when it is long enough, when observations of another age bucket arrive, or when quantiles are asked for. One that is
 * long enough is {@linkplain LongRun taken out}, and sorted outside.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>Everything but {@link #enter}, {@link #tryEnter} and {@link #latest} is called only by the thread that has
 *       entered. It leaves again, once, and before it enters it makes sure that its stack has room for all of that.
 *   <li>The observations in the run are all of one age bucket: before others are added, the run is merged.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>One thread at a time is inside, and sees all that those before it did. What happens inside takes microseconds.
 *       A thread that need not wait uses {@code tryEnter}.
 *   <li>Each observation of a cell is carried here once: the cell knows how many of those that wait there are here.
 *   <li>An observation that was merged is in the streams of its own age bucket and of all older ones that are in use.
 *   <li>A stream is never half merged: the outcome is written to a spare stream, which then changes places with the old
 *       one. A run may be, if there is no memory for the outcome of one stream. Then it is known how many streams have
 *       it already, and the next merge goes on with the one after. If there is none to sort the run, it stays as it is.
 *   <li>A run that was taken out stays known here until it is merged, before all that came later. Whoever merges does
 *       not wait for the thread that has taken it.
 *   <li>A thread that cannot enter in time gets the {@linkplain #latest quantiles as of the last merge}. They are in
 *       one of two places; the other one is written next, and then the version, whose lowest bit says which place it
 *       is. A copy counts if the version is the same afterwards, so a thread that is stuck inside keeps nobody.
 * </ol>
 */
public final class QuantileWindow {
    private static final int LONGEST_RUN = LongRun.LENGTH;

    static {
        // Not at the end of a stack: a class whose initialization fails can never be used.
        StackRoom.prepareToWait();
        Objectives median = new Objectives(new double[] {.5}, new double[] {.05});
        QuantileWindow rehearsal = new QuantileWindow(new WindowSpec(median, Duration.ofSeconds(1), 1, () -> 0));
        SummaryCell cell = new SummaryCell(true);
        SummaryImage image = new SummaryImage();
        cell.tryObserve(1, CkmsStream.SortableDoubles.fromDouble(1), 0, 1);
        cell.read(image);
        rehearsal.tryEnter(1);
        rehearsal.carry(cell, image);
        rehearsal.merge();
        rehearsal.run = new long[LONGEST_RUN];
        rehearsal.runLength = LONGEST_RUN;
        rehearsal.leaveAndSort();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final WindowSpec spec;

    /** Sortable values, all of the same age bucket. */
    private long[] run = {};

    private int runLength;
    private long runBucket;

    /** A run that was taken out and is not merged yet. */
    private @Nullable LongRun takenOut;

    /** How many of the streams have the next run to merge already; above 0 only if a merge was broken off. */
    private int merged;

    /** The streams in use, by increasing age bucket, then at least one spare stream, or null for one to be made. */
    private CkmsStream[] streams = {null};

    /** Since when each stream in use counts. */
    private long[] since = new long[1];

    private int inUse;
    private long newestBucket;

    /** The quantiles as they were found last and the time before, each followed by the age bucket of that time. */
    private final double[] latest;

    /** Which of the two is the last one: its lowest bit. Written by the thread inside. */
    private volatile long version;

    /** An empty window. */
    public QuantileWindow(WindowSpec spec) {
        this.spec = spec;
        this.latest = new double[2 * (spec.objectives().count() + 1)];
        Arrays.fill(latest, Double.NaN);
    }

    /** Waits until no other thread is inside. */
    public void enter() {
        lock.lock();
    }

    public boolean tryEnter() {
        return lock.tryLock();
    }

    /**
     * Waits for other threads to leave, but not for ever. An interrupted thread does not wait, and stays interrupted.
     *
     * @param nanos for how long
     * @return whether the present thread is inside now
     */
    public boolean tryEnter(long nanos) {
        try {
            return lock.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    public void leave() {
        lock.unlock();
    }

    /**
     * Leaves, and sorts the run outside if it has become long, and comes back to merge it. If another thread is inside
     * then, that is left to whoever merges next.
     */
    public void leaveAndSort() {
        LongRun longRun = null;
        try {
            longRun = takeOut();
        } finally {
            lock.unlock();
        }
        if (longRun != null && longRun.sort() && lock.tryLock()) {
            try {
                mergeTakenOut(false);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes the run out if no cell surely has room in it, and it can be merged before all that comes later. */
    @Nullable
    LongRun takeOut() {
        if (runLength + SummaryCell.CAPACITY <= LONGEST_RUN || takenOut != null || merged > 0) {
            return null;
        }
        LongRun longRun = LongRun.of(run, runLength, runBucket);
        takenOut = longRun;
        runLength = 0;
        return longRun;
    }

    /**
     * Merges the run that was taken out, if there is one.
     *
     * @param sorting whether it is to be merged even if it is not sorted yet
     */
    private void mergeTakenOut(boolean sorting) {
        LongRun longRun = takenOut;
        if (longRun == null || !(sorting || longRun.isSorted())) {
            return;
        }
        if (!longRun.isSorted()) {
            LongRun copy = longRun.takeOver();
            if (copy != null) {
                takenOut = copy;
                longRun = copy;
            }
        }
        merge(longRun.sorted(), longRun.length(), longRun.bucket());
        takenOut = null;
        longRun.giveBack();
        publish();
    }

    /** Carries here what waits in a cell and was not carried before. */
    public void carry(SummaryCell cell, SummaryImage image) {
        int carried = cell.carried();
        int length = image.waiting - carried;
        if (length > 0) {
            long bucket = spec.bucketAt(image.bucketStart);
            if (merged > 0 || runLength + length > LONGEST_RUN || (runLength > 0 && runBucket != bucket)) {
                merge();
            }
            if (runLength + length > run.length) {
                run = Arrays.copyOf(run, Math.max(2 * run.length, runLength + length));
            }
            System.arraycopy(image.values, carried, run, runLength, length);
            runLength += length;
            runBucket = bucket;
            cell.carried(image.waiting);
        }
    }

    /** Merges all runs into the streams. */
    public void merge() {
        mergeTakenOut(true);
        if (runLength > 0) {
            BucketSort.sort(run, runLength);
            merge(run, runLength, runBucket);
            runLength = 0;
            publish();
        }
    }

    private void merge(long[] sorted, int length, long bucket) {
        advanceTo(bucket);
        // What comes from a cell that is seldom used may be too old by now.
        if (bucket > newestBucket - spec.ageBuckets()) {
            while (merged < inUse && since[merged] <= bucket) {
                write(streams[merged], sorted, length);
                swap(merged, inUse);
                merged++;
            }
            if (merged == 0 || since[merged - 1] < bucket) {
                // Nothing was observed between this age bucket and that of the next stream, so this has all that one
                // has.
                write(merged < inUse ? streams[merged] : CkmsStream.EMPTY, sorted, length);
                insert(merged, bucket);
            }
        }
        merged = 0;
    }

    /** Writes the quantiles to where the last ones are not, and then makes these the last ones. */
    private void publish() {
        // What is written now was the last one before: only behind the version that made it the one before.
        VarHandle.storeStoreFence();
        long next = version + 1;
        int count = spec.objectives().count();
        int start = (int) (next & 1) * (count + 1);
        CkmsStream whole = whole(newestBucket);
        for (int i = 0; i < count; i++) {
            latest[start + i] =
                    whole.query(spec.objectives().quantile(i), spec.objectives().error(i));
        }
        latest[start + count] = newestBucket;
        version = next;
    }

    /**
     * The quantiles as of the last merge. Any thread may ask.
     *
     * @param bucket the age bucket of now
     * @param quantiles takes the quantiles; NaN if the last merge is too long ago
     */
    public void latest(long bucket, double[] quantiles) {
        int count = quantiles.length;
        long seen;
        double asOf;
        do {
            seen = version;
            int start = (int) (seen & 1) * (count + 1);
            System.arraycopy(latest, start, quantiles, 0, count);
            asOf = latest[start + count];
            VarHandle.acquireFence();
        } while (version != seen);
        if (!(asOf > bucket - spec.ageBuckets())) {
            Arrays.fill(quantiles, Double.NaN);
        }
    }

    /**
     * The quantiles of all that was merged, as of now. They are looked for after each merge, and once in each age
     * bucket, as nothing else changes them: a scrape of many summaries took more than twice as long when it looked.
     *
     * @param bucket the age bucket of now
     * @param quantiles takes the quantiles
     */
    public void quantiles(long bucket, double[] quantiles) {
        advanceTo(bucket);
        int count = quantiles.length;
        if (latest[(int) (version & 1) * (count + 1) + count] != newestBucket) {
            publish();
        }
        System.arraycopy(latest, (int) (version & 1) * (count + 1), quantiles, 0, count);
    }

    /** Merges values into a stream, and writes the outcome to the first stream that is not in use. */
    private void write(CkmsStream before, long[] sorted, int length) {
        if (streams[inUse] == null) {
            streams[inUse] = new CkmsStream();
        }
        streams[inUse].merge(before, sorted, length, spec.objectives());
    }

    private void swap(int one, int other) {
        CkmsStream stream = streams[one];
        streams[one] = streams[other];
        streams[other] = stream;
    }

    /** Puts the first stream that is not in use in its place, as the one since an age bucket. */
    private void insert(int index, long bucket) {
        if (inUse + 1 == streams.length) {
            since = Arrays.copyOf(since, streams.length + 1);
            streams = Arrays.copyOf(streams, streams.length + 1);
        }
        CkmsStream inserted = streams[inUse];
        System.arraycopy(streams, index, streams, index + 1, inUse - index);
        System.arraycopy(since, index, since, index + 1, inUse - index);
        streams[index] = inserted;
        since[index] = bucket;
        inUse++;
    }

    /** Moves on to an age bucket, unless it is in the past, and forgets what is too old by then. */
    private void advanceTo(long bucket) {
        newestBucket = Math.max(newestBucket, bucket);
        while (inUse > 0 && since[0] <= newestBucket - spec.ageBuckets()) {
            CkmsStream oldest = streams[0];
            inUse--;
            System.arraycopy(streams, 1, streams, 0, inUse);
            System.arraycopy(since, 1, since, 0, inUse);
            streams[inUse] = oldest;
            merged = Math.max(0, merged - 1);
        }
    }

    /** The stream of all that was merged and is in the window, as of an age bucket. */
    public CkmsStream whole(long bucket) {
        advanceTo(bucket);
        return inUse == 0 ? CkmsStream.EMPTY : streams[0];
    }

    /** How many samples of streams and observations of the run are kept. */
    int kept() {
        int kept = runLength + (takenOut == null ? 0 : takenOut.length());
        for (int i = 0; i < inUse; i++) {
            kept += streams[i].size();
        }
        return kept;
    }
}
