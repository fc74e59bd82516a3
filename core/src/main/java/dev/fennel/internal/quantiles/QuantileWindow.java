package dev.fennel.internal.quantiles;

import dev.fennel.internal.cells.CellLock;
import java.util.Arrays;

/**
 * The recent observations of one series, forgotten one age bucket at a time.
 *
 * <p>Time is divided into age buckets of equal length, numbered from when the {@link WindowSpec} was made. For every
 * age bucket in which something was observed, and which is not too old, there is a {@link CkmsStream} of all that was
 * observed since its beginning. So the oldest stream is that of the whole window; once it is too old, the next one
 * takes its place. A series without recent observations has no stream in use, a young one has one.
 *
 * <p>Merging costs a pass over each stream. So observations are collected into a run first. It is sorted and merged
 * when it is long enough, when observations of another age bucket arrive, or when quantiles are asked for.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>Everything but {@link #enter} and {@link #tryEnter} is called only by the thread that has entered. It leaves
 *       again, once.
 *   <li>The observations in the run are all of one age bucket: before others are added, the run is merged.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>One thread at a time is inside, and sees all that those before it did: the lock is a {@link CellLock}. What
 *       happens inside takes microseconds. A thread that need not wait uses {@code tryEnter}.
 *   <li>An observation that was merged is in the streams of its own age bucket and of all older ones that are in use.
 *   <li>A stream in use is never half merged: the outcome is written to a spare stream, which then changes places with
 *       the old one.
 * </ol>
 *
 * <p>A run may be half merged: if there is no memory for the outcome of one stream, those before it have the run
 * already. The run stays, so the next merge adds it to them once more. Nothing else counts twice, and the streams since
 * younger age buckets, which had not been reached, stay exact. Writing all outcomes before any stream changes places
 * would prevent this, but take a spare stream for each one in use.
 *
 * <p>A thread whose stack ends inside may leave the lock taken; then all others wait for ever.
 */
public final class QuantileWindow {
    private static final int LONGEST_RUN = 512;

    private static final int LOCK = CellLock.PADDING;

    /**
     * A cell with nothing in it but its lock. It is padded: waiting threads read it all the time, which must not slow
     * down the thread inside.
     */
    private final long[] lock = new long[LOCK + 1 + CellLock.PADDING];

    private final WindowSpec spec;

    /** Sortable values, all of the same age bucket. */
    private long[] run = {};

    private int runLength;
    private long runBucket;

    /** The streams in use, by increasing age bucket, then at least one spare stream, or null for one to be made. */
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

    /** Whether observations of an age bucket can be added to the run; if not, the run has to be merged before. */
    public boolean collects(long bucket) {
        return runLength == 0 || runBucket == bucket;
    }

    /** Makes room in the run for this many observations. */
    public void makeRoom(int observations) {
        if (runLength + observations > LONGEST_RUN) {
            merge();
        }
        if (runLength + observations > run.length) {
            run = Arrays.copyOf(run, Math.max(2 * run.length, runLength + observations));
        }
    }

    /** Adds observations to the run, which has to {@linkplain #collects collect} their age bucket and have room. */
    public void add(long[] values, int from, int length, long bucket) {
        System.arraycopy(values, from, run, runLength, length);
        runLength += length;
        runBucket = bucket;
    }

    /** Merges the run into the streams. */
    public void merge() {
        if (runLength > 0) {
            advanceTo(runBucket);
            // What comes from a cell that is seldom used may be too old by now.
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
            // Nothing was observed between this age bucket and that of the next stream, so this has all that one has.
            write(covering < inUse ? streams[covering] : CkmsStream.EMPTY);
            insert(covering);
        }
    }

    /** Merges the run into a stream, and writes the outcome to the first stream that is not in use. */
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

    /** Puts the first stream that is not in use in its place, as the one since the age bucket of the run. */
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

    /** Moves on to an age bucket, unless it is in the past, and forgets what is too old by then. */
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

    /** The stream of all that was merged and is in the window, as of an age bucket. */
    public CkmsStream whole(long bucket) {
        advanceTo(bucket);
        return inUse == 0 ? CkmsStream.EMPTY : streams[0];
    }

    /** How many samples of streams and observations of the run are kept. */
    int kept() {
        int kept = runLength;
        for (int i = 0; i < inUse; i++) {
            kept += streams[i].size();
        }
        return kept;
    }
}
