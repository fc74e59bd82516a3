package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Threads;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnedPairTest {
    private static final int BUCKETS = 3;

    private final HistogramCell first = new HistogramCell(BUCKETS);
    private final HistogramImage image = new HistogramImage(BUCKETS);
    private final AtomicReference<OwnedPair[]> owned =
            new AtomicReference<>(Objects.requireNonNull(OwnedPair.claimNow(OwnedPair.none(), first)));

    /** How much is counted by threads that came and went. */
    private final AtomicLong counted = new AtomicLong();

    /** How far an owner has come with an observation of 100 in the last bucket when it is thrown out. */
    private enum Step {
        CHANGE_STARTED,
        SUM_CHANGED,
        ALL_CHANGED
    }

    private HistogramCell own() {
        return Objects.requireNonNull(OwnedPair.own(owned.get()));
    }

    private static void stopAt(HistogramCell half, Step step) {
        long before = half.enterOwn();
        half.noteBucket = 2;
        half.noteCount = half.counts[2];
        half.noteSum = half.sum;
        half.startChange(before);
        if (step != Step.CHANGE_STARTED) {
            half.sum += 100;
        }
        if (step == Step.ALL_CHANGED) {
            half.counts[2]++;
        }
    }

    private void read(int half) {
        assertThat(OwnedPair.tryRead(owned.get(), half, image, 0)).isTrue();
    }

    /** The sum of both halves, in which each observation is a power of two that is its bucket. */
    private long readAll() {
        long count = 0;
        double sum = 0;
        for (int half = 0; half < OwnedPair.halves(owned.get()); half++) {
            int attempt = 0;
            while (!OwnedPair.tryRead(owned.get(), half, image, attempt)) {
                attempt++;
            }
            count += image.counts[0] + image.counts[1] + image.counts[2];
            sum += image.sum - image.counts[0] - 2.0 * image.counts[1] - 4.0 * image.counts[2];
        }
        assertThat(sum).isZero();
        return count;
    }

    @Test
    void onlyTheOwnerHasACell() throws Exception {
        assertThat(OwnedPair.own(owned.get())).isNotNull();
        Threads.run(1, thread -> assertThat(OwnedPair.own(owned.get())).isNull());
        assertThat(OwnedPair.claimNow(owned.get(), first)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void anObservationThatWasBrokenOffIsTakenBackByReadersAndByTheOwner(Step step) {
        own().count(1, 0);
        own().count(4, 2);
        stopAt(own(), step);

        read(0);
        assertThat(image.sum).isEqualTo(5);
        assertThat(image.counts).containsExactly(1, 0, 1);

        own().count(2, 1);
        read(0);
        assertThat(image.sum).isEqualTo(7);
        assertThat(image.counts).containsExactly(1, 1, 1);
    }

    /** Else a reader could take the next change for this one. */
    @Test
    void aStayThatWasBrokenOffHasANumberOfItsOwn() {
        HistogramCell half = own();
        half.count(1, 0);
        stopAt(half, Step.SUM_CHANGED);
        half.count(1, 0);

        assertThat(half.state).isEqualTo(3 * Cell.STAY);
    }

    @Test
    void aReadingThatFailedHasTheOwnerCountInTheOtherHalf() {
        HistogramCell before = own();
        before.count(1, 0);
        assertThat(OwnedPair.tryRead(owned.get(), 0, image, 1)).isTrue();
        assertThat(image.counts).containsExactly(1, 0, 0);
        assertThat(own()).isNotSameAs(before);

        own().count(2, 1);
        assertThat(readAll()).isEqualTo(2);
        assertThat(OwnedPair.tryRead(owned.get(), 1, image, 1)).isTrue();
        assertThat(own()).isSameAs(before);
    }

    @Test
    void aReadingLeavesTheOwnerAloneIfItSucceedsAtOnce() {
        HistogramCell before = own();
        read(0);
        read(1);
        assertThat(OwnedPair.tryRead(owned.get(), 1, image, 1)).isTrue();
        assertThat(own()).isSameAs(before);
    }

    /** The cell whose copying lets the owner go on, as a busy one does. */
    @Test
    void aCopyDuringWhichTheOwnerCountsIsNotTaken() {
        HistogramCell busy = new HistogramCell(BUCKETS) {
            @Override
            HistogramCell half() {
                return new HistogramCell(BUCKETS) {
                    @Override
                    protected void copy(HistogramImage to) {
                        super.copy(to);
                        if (own() == this) {
                            count(1, 0);
                        }
                    }
                };
            }
        };
        owned.set(Objects.requireNonNull(OwnedPair.claimNow(OwnedPair.none(), busy)));

        assertThat(OwnedPair.tryRead(owned.get(), 0, image, 0)).isFalse();
        assertThat(OwnedPair.tryRead(owned.get(), 0, image, 1)).isTrue();
        assertThat(image.sum).isEqualTo(1);
    }

    @Test
    void readingsAreWholeAndNeverFallBackWhileOwnersComeAndGo() throws Exception {
        int rounds = 20;
        int times = 20_000;
        int threads = 3;
        long[] last = {0};
        Threads.runBeside(
                () -> {
                    long count = readAll();
                    assertThat(count).isGreaterThanOrEqualTo(last[0]);
                    last[0] = count;
                },
                threads,
                thread -> {
                    for (int round = 0; round < rounds; round++) {
                        countInNewThread(times);
                    }
                });

        assertThat(last[0]).isEqualTo(counted.get()).isPositive();
        assertThat(OwnedPair.halves(owned.get())).isBetween(4, 2 * (threads + 1));
    }

    private void countInNewThread(int times) {
        Thread thread = new Thread(() -> {
            while (OwnedPair.own(owned.get()) == null) {
                OwnedPair[] known = owned.get();
                OwnedPair[] next = OwnedPair.claimNow(known, first);
                if (next == null) {
                    return; // there is another thread in its slot
                }
                owned.compareAndSet(known, next);
            }
            counted.addAndGet(times);
            for (int i = 0; i < times; i++) {
                int bucket = i % BUCKETS;
                own().count(1 << bucket, bucket);
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Readings that each want the other half at rest. */
    @Test
    void readingsAtTheSameTimeAllComeToAnEnd() throws Exception {
        AtomicReference<Boolean> done = new AtomicReference<>(false);
        Thread owner = new Thread(() -> {
            owned.set(Objects.requireNonNull(OwnedPair.claimNow(owned.get(), first)));
            while (!done.get()) {
                own().count(1, 0);
            }
        });
        owner.start();
        try {
            Threads.run(4, thread -> {
                HistogramImage mine = new HistogramImage(BUCKETS);
                for (int i = 0; i < 2_000; i++) {
                    for (int half = 0; half < OwnedPair.halves(owned.get()); half++) {
                        int attempt = 0;
                        while (!OwnedPair.tryRead(owned.get(), half, mine, attempt)) {
                            attempt++;
                        }
                        assertThat(mine.sum).isEqualTo(mine.counts[0]);
                    }
                }
            });
        } finally {
            done.set(true);
            owner.join();
        }
    }

    @Test
    void halvesOfManyOwnersTakeNoMoreThanAFewKilobytes() {
        int bytes = 2 * (8 * 12 + 72) + 176;
        assertThat(new HistogramCell(12).mostOwners() * bytes).isLessThan(9 * 1024);
        assertThat(new HistogramCell(500).mostOwners()).isEqualTo(2);
    }
}
