package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Desc;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RegistrationsTest {
    private static RegisteredCollector trusted(int i) {
        return RegisteredCollector.of(FixedGauge.of("gauge_" + i, i));
    }

    private static RegisteredCollector custom(int i) {
        return RegisteredCollector.of(FunctionalCollector.of(Desc.gauge("custom_" + i, "h"), out -> {}));
    }

    /** Whatever comes and goes, and whenever someone reads, all are there in the order in which they came. */
    @Test
    void readersSeeAllInTheOrderOfRegistration() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Registrations now = Registrations.NONE;
        List<RegisteredCollector> trusted = new ArrayList<>();
        List<RegisteredCollector> custom = new ArrayList<>();
        int growth = 3; // to 0 it shrinks
        for (int i = 0; i < 20_000; i++) {
            growth = random.nextInt(1000) == 0 ? 3 - growth : growth;
            List<RegisteredCollector> some = random.nextBoolean() ? trusted : custom;
            if (some.isEmpty() || random.nextInt(5) < 1 + growth) {
                RegisteredCollector added = some == trusted ? trusted(i) : custom(i);
                some.add(added);
                now = now.with(added);
            } else {
                now = now.without(some.remove(random.nextInt(some.size())));
            }
            if (random.nextInt(50) == 0) {
                List<RegisteredCollector> all = new ArrayList<>(trusted);
                all.addAll(custom);
                assertSame(now, all, "seed " + seed + ", change " + i);
                assertThat(now.custom()).as("seed %d", seed).hasSize(custom.size());
                assertThat(now.sources()).as("seed %d", seed).hasSize(trusted.size());
            }
        }
    }

    private static void assertSame(Registrations now, List<RegisteredCollector> expected, String seed) {
        List<RegisteredCollector> all = now.all();
        assertThat(all).as(seed).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(all.get(i)).as(seed).isSameAs(expected.get(i));
        }
    }

    @Test
    void earlierSnapshotsStayAsTheyWere() {
        RegisteredCollector one = trusted(1);
        RegisteredCollector two = trusted(2);
        Registrations first = Registrations.NONE.with(one);
        Registrations second = first.with(two);
        Registrations third = second.without(one);

        assertSame(third, List.of(two), "third");
        assertSame(second, List.of(one, two), "second");
        assertSame(first, List.of(one), "first");
        assertThat(Registrations.NONE.all()).isEmpty();
    }

    @Test
    void sourcesAreTheSameArrayUntilOneComesOrGoes() {
        RegisteredCollector one = trusted(1);
        Registrations before = Registrations.NONE.with(one);
        FamilySource[] sources = before.sources();
        RegisteredCollector passing = trusted(2);

        assertThat(before.sources()).isSameAs(sources);
        assertThat(before.with(custom(1)).sources()).isSameAs(sources);
        assertThat(before.with(passing).without(passing).sources()).isSameAs(sources);
        assertThat(before.with(passing).sources()).hasSize(2);
        assertThat(before.without(one).sources()).isEmpty();
        assertThat(before.without(one).with(trusted(1)).sources()).isNotSameAs(sources);
    }

    @Test
    void threadsThatReadAtOnceGetTheSameArray() throws Exception {
        for (int round = 0; round < 200; round++) {
            Registrations now = Registrations.NONE.with(trusted(1)).with(trusted(2));
            CountDownLatch start = new CountDownLatch(1);
            FamilySource[][] read = new FamilySource[2][];
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int index = i;
                Thread thread = new Thread(() -> {
                    awaitQuietly(start);
                    read[index] = now.sources();
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(read[0]).isSameAs(read[1]).isSameAs(now.sources());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void changesThatNobodyReadsDoNotPileUp() {
        Registrations now = Registrations.NONE;
        for (int i = 0; i < 10; i++) {
            now = now.with(trusted(i));
        }
        for (int i = 0; i < 10_000; i++) {
            RegisteredCollector passing = trusted(10 + i);
            now = now.with(passing).without(passing);
            assertThat(now.pending()).isLessThanOrEqualTo(33);
        }
        assertThat(now.all()).hasSize(10);
    }

    /** A snapshot that is read no more after that would keep them reachable for ever. */
    @Test
    @Timeout(60)
    void nothingIsKeptOfThoseThatAreGoneOnceSomebodyHasRead() {
        RegisteredCollector removed = trusted(1);
        Registrations now = Registrations.NONE.with(removed).with(trusted(2)).without(removed);
        WeakReference<RegisteredCollector> reference = new WeakReference<>(removed);
        removed = null;
        assertThat(now.all()).hasSize(1);
        while (reference.get() != null) {
            System.gc();
        }
        assertThat(now.all()).hasSize(1);
    }
}
