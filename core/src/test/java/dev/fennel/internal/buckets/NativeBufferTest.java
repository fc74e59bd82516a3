package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.Threads;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeBufferTest {
    /** With a native bucket for each power of two, whose keys tell the values. */
    private static final NativeScale SCALE = new NativeScale(0, 0);

    private static final int BUCKETS = 3;

    private final BucketSearch search = new BucketSearch(1, 2);
    private final NativeBuffer buffer = new NativeBuffer(BUCKETS, NativeCounts.none(SCALE));
    private final NativeImage image = new NativeImage(BUCKETS, SCALE);

    /** How much is counted by threads that came and went. */
    private final AtomicLong counted = new AtomicLong();

    private void observe(NativeBuffer own, double value) {
        while (!own.append(value)) {
            if (!own.isWantedElsewhere()) {
                own.count(search, SCALE);
            }
        }
    }

    private void observe(double value, int times) {
        for (int i = 0; i < times; i++) {
            observe(buffer, value);
        }
    }

    /** Checks that count, sum, classic and native buckets are of the same observations, and returns their number. */
    private static long population(NativeImage image) {
        long natives = image.zeros;
        double sum = 0;
        for (int i = 0; i < image.positive.size(); i++) {
            natives += image.positive.count(i);
            sum += Math.scalb((double) image.positive.count(i), image.positive.key(i));
        }
        for (int i = 0; i < image.negative.size(); i++) {
            natives += image.negative.count(i);
            sum -= Math.scalb((double) image.negative.count(i), image.negative.key(i));
        }
        assertThat(image.counts[0] + image.counts[1] + image.counts[2]).isEqualTo(natives);
        assertThat(image.sum).isEqualTo(sum);
        return natives;
    }

    @Test
    void whatWaitsAndWhatIsCountedAreBothRead() {
        Random random = new Random(1);
        double sum = 0;
        for (int i = 1; i <= 1_000; i++) {
            double value = random.nextInt(10) == 0 ? 0 : Math.scalb(random.nextBoolean() ? 1 : -1, random.nextInt(90));
            observe(buffer, value);
            sum += value;
            assertThat(buffer.tryRead(image, search, 0)).isTrue();
            assertThat(image.sum).as("after %s", value).isEqualTo(sum);
            assertThat(image.counts[0] + image.counts[1] + image.counts[2]).isEqualTo(i);
            assertThat(natives(image)).isEqualTo(i);
        }
    }

    private static long natives(NativeImage image) {
        long count = image.zeros;
        for (SummedBuckets side : new SummedBuckets[] {image.positive, image.negative}) {
            for (int i = 0; i < side.size(); i++) {
                count += side.count(i);
            }
        }
        return count;
    }

    @Test
    void whatIsNoNumberIsInNoNativeBucket() {
        observe(Double.NaN, NativeBuffer.CAPACITY + 1);
        assertThat(buffer.tryRead(image, search, 0)).isTrue();
        assertThat(image.counts).containsExactly(0, 0, NativeBuffer.CAPACITY + 1);
        assertThat(image.sum).isNaN();
        assertThat(natives(image)).isZero();
    }

    @Test
    void countingMakesTheBucketsCoarserWhereTheHistogramIs() {
        NativeBuffer fine = new NativeBuffer(BUCKETS, NativeCounts.none(new NativeScale(8, 0)));
        for (int i = 0; i < 3 * NativeBuffer.CAPACITY; i++) {
            if (!fine.append(1 + i / 256.0)) {
                assertThat(fine.count(search, new NativeScale(8 - i / NativeBuffer.CAPACITY, 0)))
                        .isTrue();
                fine.append(1 + i / 256.0);
            }
        }
        assertThat(fine.tryRead(image, search, 0)).isTrue();
        assertThat(image.scale).isEqualTo(new NativeScale(6, 0));
        assertThat(natives(image)).isEqualTo(3L * NativeBuffer.CAPACITY);

        fine.count(search, new NativeScale(8, 0));
        assertThat(fine.tryRead(image, search, 0)).isTrue();
        assertThat(image.scale).isEqualTo(new NativeScale(6, 0));
    }

    @Test
    void countingSaysWhetherABucketIsPopulated() {
        observe(1, NativeBuffer.CAPACITY);
        assertThat(buffer.count(search, SCALE)).isTrue();
        observe(1, NativeBuffer.CAPACITY);
        assertThat(buffer.count(search, SCALE)).isFalse();
        observe(4, 1);
        assertThat(buffer.count(search, SCALE)).isTrue();
    }

    @Test
    void countingThatFailsMidwayHasCountedNothing() {
        observe(1, NativeBuffer.CAPACITY);
        buffer.count(search, SCALE);
        observe(1, NativeBuffer.CAPACITY / 2);
        observe(4, NativeBuffer.CAPACITY / 2);
        // There is no classic bucket for 4.
        BucketSearch wrong = new BucketSearch(1, 2, 3);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> buffer.count(wrong, SCALE)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
            assertThat(buffer.append(8)).isFalse();
            assertThat(buffer.tryRead(image, search, 0)).isTrue();
            assertThat(population(image)).isEqualTo(2 * NativeBuffer.CAPACITY);
        }

        observe(8, 1);
        assertThat(buffer.tryRead(image, search, 0)).isTrue();
        assertThat(image.counts).containsExactly(3 * NativeBuffer.CAPACITY / 2, 0, NativeBuffer.CAPACITY / 2 + 1);
        assertThat(population(image)).isEqualTo(2 * NativeBuffer.CAPACITY + 1);
    }

    /** An image during whose copying the owner goes on, as a busy one does. */
    private NativeImage imageWhileTheOwnerObserves(int times) {
        return new NativeImage(BUCKETS, SCALE) {
            @Override
            double[] waiting() {
                observe(2, times);
                return super.waiting();
            }
        };
    }

    @Test
    void aCopyDuringWhichTheOwnerCountsIsNotTaken() {
        observe(1, NativeBuffer.CAPACITY);
        assertThat(buffer.tryRead(imageWhileTheOwnerObserves(1), search, 0)).isFalse();
        assertThat(buffer.tryRead(image, search, 0)).isTrue();
        assertThat(population(image)).isEqualTo(NativeBuffer.CAPACITY + 1);
    }

    @Test
    void aCopyIsNotTakenEitherIfTheSameTallyIsCurrentAgain() {
        observe(1, NativeBuffer.CAPACITY);
        assertThat(buffer.tryRead(imageWhileTheOwnerObserves(2 * NativeBuffer.CAPACITY), search, 0))
                .isFalse();
    }

    @Test
    void aCopyThatLacksMoreThanCanWaitIsNotTaken() {
        NativeBuffer overtaken = new NativeBuffer(BUCKETS, NativeCounts.none(SCALE)) {
            private boolean isOvertaken;

            @Override
            NativeTally tally(long ofVersion) {
                NativeTally found = super.tally(ofVersion);
                if (!isOvertaken) {
                    isOvertaken = true;
                    for (int i = 0; i <= CAPACITY; i++) {
                        observe(this, 1);
                    }
                }
                return found;
            }
        };

        assertThat(overtaken.tryRead(image, search, 0)).isFalse();
        assertThat(overtaken.tryRead(image, search, 0)).isTrue();
        assertThat(population(image)).isEqualTo(NativeBuffer.CAPACITY + 1);
    }

    /** Where the stack of the owner may end. */
    private enum Step {
        BEFORE_REPLACING,
        AFTER_REPLACING
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void anOwnerWhoseStackEndsWhileItCountsHasStillNoRoom(Step step) {
        NativeBuffer failing = new NativeBuffer(BUCKETS, NativeCounts.none(SCALE)) {
            private boolean hasFailed;

            @Override
            void replaceTally() {
                if (hasFailed) {
                    super.replaceTally();
                    return;
                }
                hasFailed = true;
                if (step == Step.AFTER_REPLACING) {
                    super.replaceTally();
                }
                throw new StackOverflowError();
            }
        };
        for (int i = 0; i < NativeBuffer.CAPACITY; i++) {
            failing.append(1);
        }
        assertThatThrownBy(() -> failing.count(search, SCALE)).isInstanceOf(StackOverflowError.class);
        assertThat(failing.append(2)).isFalse();
        assertThat(failing.tryRead(image, search, 0)).isTrue();
        assertThat(population(image)).isEqualTo(NativeBuffer.CAPACITY);

        observe(failing, 2);
        assertThat(failing.tryRead(image, search, 0)).isTrue();
        assertThat(population(image)).isEqualTo(NativeBuffer.CAPACITY + 1);
    }

    @Test
    void aTallyThatBecomesTheCurrentOneKnowsWhatItCounts() {
        NativeBuffer watched = new NativeBuffer(BUCKETS, NativeCounts.none(SCALE)) {
            @Override
            void replaceTally() {
                super.replaceTally();
                assertThat(tryRead(image, search, 0)).isTrue();
            }
        };
        for (int i = 0; i <= NativeBuffer.CAPACITY; i++) {
            observe(watched, 1);
        }

        assertThat(population(image)).isEqualTo(NativeBuffer.CAPACITY);
    }

    @Test
    void anObservationThatIsSeenIsWhole() {
        NativeBuffer watched = new NativeBuffer(BUCKETS, NativeCounts.none(SCALE)) {
            @Override
            void publish(long number) {
                super.publish(number);
                assertThat(tryRead(image, search, 0)).isTrue();
                assertThat(image.sum).isEqualTo(4);
            }
        };

        assertThat(watched.append(4)).isTrue();
    }

    @Test
    void aCopyBesideWhichTheOwnerOnlyAppendsIsTaken() {
        observe(1, 1);
        NativeImage beside = imageWhileTheOwnerObserves(NativeBuffer.CAPACITY - 1);
        assertThat(buffer.tryRead(beside, search, 0)).isTrue();
        assertThat(population(beside)).isEqualTo(1);
    }

    @Test
    void aReadingThatFailedHasTheOwnerGoElsewhereForAWhile() {
        observe(1, NativeBuffer.CAPACITY);
        assertThat(buffer.isWantedElsewhere()).isFalse();
        assertThat(buffer.tryRead(image, search, 1)).isTrue();
        int elsewhere = 0;
        while (buffer.isWantedElsewhere()) {
            elsewhere++;
        }
        assertThat(elsewhere).isEqualTo(1_000);
    }

    @Test
    void aReadingThatHasFailedVeryOftenStillHasTheOwnerGoElsewhere() {
        observe(1, NativeBuffer.CAPACITY);
        for (int attempt = 1; attempt < 70; attempt++) {
            assertThat(buffer.tryRead(image, search, attempt)).isTrue();
            assertThat(buffer.isWantedElsewhere()).as("attempt %d", attempt).isTrue();
        }
    }

    @Test
    void aReadingThatTakesLongHasTheOwnerGoElsewhereForLonger() {
        observe(1, NativeBuffer.CAPACITY);
        // As where there are so many buckets that the owner observes very often while they are copied.
        NativeImage slow = new NativeImage(BUCKETS, SCALE) {
            @Override
            double[] waiting() {
                observeOrGoElsewhere(50_000);
                return super.waiting();
            }
        };
        int attempt = 0;
        while (attempt < 20 && !buffer.tryRead(slow, search, attempt)) {
            attempt++;
        }
        assertThat(attempt).isBetween(1, 19);
    }

    /** Copying them for a few observations would take longer than to count these elsewhere. */
    @Test
    void anOwnerOfManyBucketsGoesElsewhereForGood() {
        NativeBuffer large = new NativeBuffer(BUCKETS, NativeCounts.none(new NativeScale(8, 0)));
        int appended = 0;
        while (!large.isWantedElsewhere()) {
            large.count(search, new NativeScale(8, 0));
            for (int i = 0; i < NativeBuffer.CAPACITY; i++) {
                assertThat(large.append(Math.pow(2, appended++ / 256.0))).isTrue();
            }
        }
        // Eight counts are in a word, and a quarter of the room is spare.
        assertThat(appended).isBetween(1_500, 2_500);
        assertThat(large.isWantedElsewhere()).isTrue();
        assertThat(large.tryRead(image, search, 0)).isTrue();
        assertThat(natives(image)).isEqualTo(appended);
    }

    private void observeOrGoElsewhere(int times) {
        for (int i = 0; i < times; i++) {
            if (!buffer.append(1) && !buffer.isWantedElsewhere()) {
                buffer.count(search, SCALE);
                buffer.append(1);
            }
        }
    }

    @Test
    void readingsAreWholeAndNeverFallBackWhileOwnersComeAndGo() throws Exception {
        AtomicReference<OwnedBuffer[]> owned = new AtomicReference<>(OwnedBuffer.none());
        int threads = 3;
        long[] last = {0};
        Threads.runBeside(
                () -> {
                    long count = readAll(owned.get());
                    assertThat(count).isGreaterThanOrEqualTo(last[0]);
                    last[0] = count;
                },
                threads,
                thread -> {
                    for (int round = 0; round < 20; round++) {
                        observeInNewThread(owned);
                    }
                });

        assertThat(readAll(owned.get())).isEqualTo(counted.get()).isPositive();
        assertThat(OwnedBuffer.buffers(owned.get())).isBetween(1, threads);
    }

    private long readAll(OwnedBuffer[] owned) {
        long count = 0;
        for (int i = 0; i < OwnedBuffer.buffers(owned); i++) {
            int attempt = 0;
            while (!OwnedBuffer.tryRead(owned, i, image, search, attempt)) {
                attempt++;
            }
            count += population(image);
        }
        return count;
    }

    private void observeInNewThread(AtomicReference<OwnedBuffer[]> owned) {
        Thread thread = new Thread(() -> {
            while (OwnedBuffer.own(owned.get()) == null) {
                OwnedBuffer[] known = owned.get();
                OwnedBuffer[] next = OwnedBuffer.claimNow(known, BUCKETS, SCALE);
                if (next == null) {
                    return; // there is another thread in its slot
                }
                owned.compareAndSet(known, next);
            }
            NativeBuffer own = Objects.requireNonNull(OwnedBuffer.own(owned.get()));
            int times = 20_011; // some wait at the end
            counted.addAndGet(times);
            for (int i = 0; i < times; i++) {
                observe(own, Math.scalb(1.0, i % 30));
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void buffersOfManyOwnersTakeNoMoreThanAFewKilobytes() {
        assertThat(OwnedBuffer.mostBuffers(1)).isEqualTo(4);
        assertThat(OwnedBuffer.mostBuffers(12)).isEqualTo(4);
        assertThat(OwnedBuffer.mostBuffers(500)).isEqualTo(2);
    }
}
