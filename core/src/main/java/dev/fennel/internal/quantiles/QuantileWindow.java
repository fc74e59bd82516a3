package dev.fennel.internal.quantiles;

import dev.fennel.internal.cells.CellLock;
import java.util.Arrays;

/**
 * The recent observations of one series, forgotten one age bucket at a time.
 *
 * <p>Time is divided into age buckets of equal length, numbered since the layout was made. For every age bucket in
 * which something was observed, and which is not too old, there is a {@link CkmsStream} of all that was observed since
 * its beginning. So the oldest stream is that of the whole window, and when its time has come the next one takes its
 * place. A series that rests has no stream, one that is younger than an age bucket has one.
 *
 * <p>Merging costs a pass over each stream, so observations are collected to a run first, which is sorted and merged
 * when it is long enough, when observations of another age bucket arrive, or when somebody asks.
 *
 * <p>Used by one thread at a time: whoever has {@linkplain #enter entered}. What happens inside takes microseconds, so
 * those who do not need to wait don't.
 */
public final class QuantileWindow {
    private static final int LONGEST_RUN = 512;

    private static final int LOCK = CellLock.PADDING;

    /**
     * A cell of its own, with nothing in it but its lock. Padded, as those who wait look at it all the time, which must
     * not slow down whoever is inside.
     */
    private final long[] lock = new long[LOCK + 1 + CellLock.PADDING];

    private final WindowSpec spec;

    /** Sortable values, all of the same age bucket. */
    private long[] run = {};

    private int runLength;
    private long runBucket;

    /** By increasing age bucket the streams in use, then those to write to next, of which there is at least one. */
    private CkmsStream[] streams = {null};

    /** Since when each stream in use counts. */
    private long[] since = new long[1];

    private int inUse;
    private long newestBucket;

    public QuantileWindow(WindowSpec spec) {
        this.spec = spec;
    }

    public void enter() {
        CellLock.enter(lock, LOCK);
    }

    public boolean tryEnter() {
        return CellLock.tryEnter(lock, LOCK);
    }

    public void leave() {
        CellLock.leave(lock, LOCK);
    }

    /** Whether observations of an age bucket can be added to the run; if not, it has to be merged before. */
    public boolean collects(long bucket) {
        return runLength == 0 || runBucket == bucket;
    }

    /** Makes sure that some observations can be added to the run. */
    public void makeRoom(int observations) {
        if (runLength + observations > LONGEST_RUN) {
            merge();
        }
        if (runLength + observations > run.length) {
            run = Arrays.copyOf(run, Math.max(2 * run.length, runLength + observations));
        }
    }

    /** Adds observations to the run, which {@linkplain #collects collects} their age bucket and has room for them. */
    public void add(long[] values, int from, int length, long bucket) {
        System.arraycopy(values, from, run, runLength, length);
        runLength += length;
        runBucket = bucket;
    }

    /** Merges the run into the streams. */
    public void merge() {
        if (runLength > 0) {
            advanceTo(runBucket);
            // A cell that threads seldom come to may hold what is too old by now.
            if (runBucket > newestBucket - spec.ageBuckets()) {
                Quicksort.sort(run, 0, runLength);
                mergeSorted();
            }
            runLength = 0;
        }
    }

    private void mergeSorted() {
        int covering = 0;
        for (; covering < inUse && since[covering] <= runBucket; covering++) {
            write(streams[covering]);
            swap(covering, inUse);
        }
        if (covering == 0 || since[covering - 1] < runBucket) {
            // Nothing was observed between this age bucket and that of the next stream, so that one has all the rest.
            write(covering < inUse ? streams[covering] : CkmsStream.EMPTY);
            insert(covering);
        }
    }

    /** Writes the outcome of merging the run into a stream to the first that is not in use. */
    private void write(CkmsStream before) {
        if (streams[inUse] == null) {
            streams[inUse] = new CkmsStream();
        }
        streams[inUse].merge(before, run, runLength, spec.objectives());
    }

    private void swap(int one, int other) {
        CkmsStream stream = streams[one];
        streams[one] = streams[other];
        streams[other] = stream;
    }

    /** Puts the first stream that is not in use to its place, as the one since the age bucket of the run. */
    private void insert(int index) {
        if (inUse + 1 == streams.length) {
            since = Arrays.copyOf(since, streams.length + 1);
            streams = Arrays.copyOf(streams, streams.length + 1);
        }
        CkmsStream inserted = streams[inUse];
        System.arraycopy(streams, index, streams, index + 1, inUse - index);
        System.arraycopy(since, index, since, index + 1, inUse - index);
        streams[index] = inserted;
        since[index] = runBucket;
        inUse++;
    }

    /** Comes to an age bucket, unless that is in the past, and forgets what is too old in it. */
    private void advanceTo(long bucket) {
        newestBucket = Math.max(newestBucket, bucket);
        while (inUse > 0 && since[0] <= newestBucket - spec.ageBuckets()) {
            CkmsStream oldest = streams[0];
            inUse--;
            System.arraycopy(streams, 1, streams, 0, inUse);
            System.arraycopy(since, 1, since, 0, inUse);
            streams[inUse] = oldest;
        }
    }

    /** The stream of the whole window in an age bucket, of all that was merged. */
    public CkmsStream whole(long bucket) {
        advanceTo(bucket);
        return inUse == 0 ? CkmsStream.EMPTY : streams[0];
    }

    /** How many samples and unmerged observations are kept. */
    int kept() {
        int kept = runLength;
        for (int i = 0; i < inUse; i++) {
            kept += streams[i].size();
        }
        return kept;
    }
}
