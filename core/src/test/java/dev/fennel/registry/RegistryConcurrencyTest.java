package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryConcurrencyTest {
    private static final int THREADS = 16;

    private final Registry registry = Registry.create();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
    }

    /** Runs one task a thread, all starting together, and returns what they return. */
    private <T> List<T> together(IntFunction<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Callable<T> task = tasks.apply(i);
            futures.add(executor.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void allCollectorsOfAllThreadsAreRegistered() throws Exception {
        together(thread -> () -> {
            for (int i = 0; i < 100; i++) {
                registry.register(FixedGauge.of("gauge_" + thread + "_" + i, 1));
            }
            return null;
        });
        assertThat(registry.gather().families()).hasSize(100 * THREADS);
    }

    @Test
    void ofEqualCollectorsOneWinsAndTheOthersGetIt() throws Exception {
        for (int round = 0; round < 100; round++) {
            String name = "gauge_" + round;
            List<FixedGauge> kept = together(thread -> () -> registry.registerOrGet(FixedGauge.of(name, thread)));
            assertThat(kept).containsOnly(kept.get(0));
        }
        assertThat(registry.gather().families()).hasSize(100);
    }

    @Test
    void anEqualCollectorIsUnregisteredByOneThread() throws Exception {
        for (int round = 0; round < 100; round++) {
            registry.register(FixedGauge.of("x", round));
            List<Boolean> removed = together(thread -> () -> registry.unregister(FixedGauge.of("x", -1)));
            assertThat(removed).containsOnlyOnce(true);
            assertThat(registry.gather().families()).isEmpty();
        }
    }

    @Test
    void gathersSeeAllOfACollectorOrNothing() throws Exception {
        together(thread -> () -> {
            Desc one = Desc.gauge("one_" + thread, "h");
            Desc two = Desc.gauge("two_" + thread, "h");
            Collector pair = FunctionalCollector.of(List.of(one, two), out -> {
                out.accept(ConstMetric.of(one, 1));
                out.accept(ConstMetric.of(two, 1));
            });
            for (int i = 0; i < 50; i++) {
                registry.register(pair);
                assertThat(names()).contains(one.name(), two.name()).satisfies(RegistryConcurrencyTest::hasWholePairs);
                assertThat(registry.unregister(pair)).isTrue();
                assertThat(names()).doesNotContain(one.name(), two.name());
            }
            return null;
        });
        assertThat(registry.gather().families()).isEmpty();
    }

    private List<String> names() {
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        return result.families().stream().map(family -> family.name()).toList();
    }

    private static void hasWholePairs(List<? extends String> names) {
        List<String> ones = names.stream()
                .filter(name -> name.startsWith("one_"))
                .map(n -> n.substring(4))
                .toList();
        List<String> twos = names.stream()
                .filter(name -> name.startsWith("two_"))
                .map(n -> n.substring(4))
                .toList();
        assertThat(ones).isEqualTo(twos);
    }

    @Test
    void blockedCollectorHoldsUpNothingButItsOwnGather() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Collector blocking = FunctionalCollector.unchecked(out -> {
            entered.countDown();
            awaitQuietly(release);
        });
        registry.register(blocking);
        registry.register(FixedGauge.of("before", 1));
        Future<GatherResult> blocked = executor.submit(() -> registry.gather());
        entered.await();

        registry.register(FixedGauge.of("during", 1));
        assertThat(registry.unregister(blocking)).isTrue();
        assertThat(Rendered.lines(registry.gather())).containsExactly("before{} 1.0", "during{} 1.0");

        release.countDown();
        assertThat(Rendered.lines(blocked.get())).containsExactly("before{} 1.0");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another thread uses the registry meanwhile, so a lock held around the collector would never be given free. */
    @Test
    void noLockIsHeldWhileACollectorDescribesOrCollects() throws Exception {
        Desc x = Desc.gauge("x", "h");
        registry.register(new Collector() {
            @Override
            public void describe(Consumer<? super Desc> out) {
                onAnotherThread(registry::gather);
                onAnotherThread(() -> registry.registerOrGet(FixedGauge.of("while_describing", 1)));
                out.accept(x);
            }

            @Override
            public void collect(Consumer<? super Metric> out) {
                onAnotherThread(() -> registry.registerOrGet(FixedGauge.of("while_collecting", 1)));
                out.accept(ConstMetric.of(x, 1));
            }
        });
        assertThat(names()).containsExactly("while_describing", "x");
        assertThat(names()).containsExactly("while_collecting", "while_describing", "x");
    }

    private void onAnotherThread(Callable<?> task) {
        try {
            executor.submit(task).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void seriesAreNeverLostWhileManyThreadsGather() throws Exception {
        SettableVec vec = new SettableVec(Desc.gauge("v", "h", "a"));
        registry.register(vec);
        registry.register(FixedGauge.of("x", 1));
        together(thread -> () -> {
            for (int i = 0; i < 500; i++) {
                if (thread == 0) {
                    vec.set("a", "b" + i);
                    assertThat(registry.gather().families().get(0)).isSameAs(vec.family());
                } else {
                    assertThat(registry.gather().families()).extracting("name").endsWith("x");
                }
            }
            return null;
        });
        assertThat(registry.gather().families().get(0)).isSameAs(vec.family());
    }
}
