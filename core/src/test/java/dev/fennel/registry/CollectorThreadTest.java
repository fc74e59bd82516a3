package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.BuildInfoCollector;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.metrics.Counter;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CollectorThreadTest {
    private final HandMachine machine = new HandMachine();

    @AfterEach
    void allThreadsEnd() throws InterruptedException {
        machine.close();
    }

    private static void registerQuick(Registry registry, String name) {
        registry.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge(name, "h"), 1))));
    }

    @Test
    void whatIsTheLibrarysOwnNeedsNone() {
        Registry registry = machine.registry();
        Counter.builder("c_total", "h").register(registry);
        registry.register(new JvmCollector());
        registry.register(new ProcessCollector());
        registry.register(
                Wrapped.withPrefix("p_", BuildInfoCollector.builder("x").build()));
        assertThat(registry.gather().errors()).isEmpty();
        assertThat(machine.threads).isEmpty();
    }

    @Test
    void quickCollectorsShareOneThatEndsWithThem() throws InterruptedException {
        Registry registry = machine.registry(TimeUnit.HOURS.toNanos(1));
        Thread caller = Thread.currentThread();
        // The first one ends when all others are asked for: otherwise the thread could end before, and another one
        // begin.
        registry.register(FunctionalCollector.unchecked(out -> {
            while (caller.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
        }));
        for (int i = 0; i < 100; i++) {
            registerQuick(registry, "x" + i);
        }
        assertThat(registry.gather().families()).hasSize(100);
        Thread thread = machine.threads.element();
        assertThat(machine.threads).hasSize(1);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("fennel-collector-");
        thread.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void slowCollectorsRunSideBySide() {
        Registry registry = machine.registry();
        CountDownLatch all = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            String name = "x" + i;
            registry.register(FunctionalCollector.unchecked(out -> {
                all.countDown();
                await(all);
                out.accept(ConstMetric.of(Desc.gauge(name, "h"), 1));
            }));
        }
        assertThat(registry.gather().families()).hasSize(8);
        // A thread that is slow to begin may get one more beside it.
        assertThat(machine.threads).hasSizeBetween(8, SideBySide.MAX_THREADS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void seesTheContextClassLoaderOfTheCaller() throws Exception {
        List<ClassLoader> seen = new ArrayList<>();
        Registry registry = machine.registry();
        registry.register(FunctionalCollector.unchecked(
                out -> seen.add(Thread.currentThread().getContextClassLoader())));
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            caller.setContextClassLoader(loader);
            assertThat(registry.gather().errors()).isEmpty();
            assertThat(seen).containsExactly(loader);
        } finally {
            caller.setContextClassLoader(before);
        }
    }

    @Test
    void thatCannotBeStartedCostsOneCollector() {
        OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
        AtomicInteger asked = new AtomicInteger();
        CollectorThread.Factory factory = (task, loader) -> {
            if (asked.incrementAndGet() == 1) {
                throw error;
            }
            return new CollectorThread(task, loader);
        };
        Registry registry = new Registry(false, new SideBySide.Machine(factory, () -> 0, 1_000_000));
        registerQuick(registry, "a");
        registerQuick(registry, "b");
        registerQuick(registry, "c");
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("b{} 1.0", "c{} 1.0");
        assertThat(result.errors())
                .containsExactly(GatherError.of("collector " + FunctionalCollector.class.getName(), error));
        assertThat(registry.gather().families()).hasSize(3);
    }

    @Test
    void interruptedCallerGetsItsResultAndStaysInterrupted() throws Exception {
        Gate gate = new Gate();
        Registry registry = machine.registry();
        registry.register(
                FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("x", "h"), gate.pass()))));
        Thread[] caller = new Thread[1];
        boolean[] interrupted = new boolean[1];
        Future<GatherResult> gather = machine.start(() -> {
            caller[0] = Thread.currentThread();
            caller[0].interrupt();
            GatherResult result = registry.gather();
            interrupted[0] = Thread.interrupted();
            return result;
        });
        gate.awaitEntered();
        caller[0].interrupt();
        gate.release();
        assertThat(Rendered.lines(gather.get())).containsExactly("x{} 1.0");
        assertThat(interrupted[0]).isTrue();
    }

    @Test
    void interruptThatACollectorLeavesBehindDoesNotReachTheNext() {
        List<Boolean> interrupted = new ArrayList<>();
        Registry registry = machine.registry(TimeUnit.HOURS.toNanos(1));
        registry.register(
                FunctionalCollector.unchecked(out -> Thread.currentThread().interrupt()));
        registry.register(FunctionalCollector.unchecked(
                out -> interrupted.add(Thread.currentThread().isInterrupted())));
        assertThat(registry.gather().errors()).isEmpty();
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void withoutTimeThereIsWhatNeedsNoWaiting() {
        Registry registry = machine.registry(TimeUnit.HOURS.toNanos(1));
        registerQuick(registry, "custom");
        registry.register(FixedGauge.of("instrument", 1));
        GatherResult result = registry.gather(Duration.ofSeconds(-1));
        assertThat(Rendered.lines(result)).containsExactly("instrument{} 1.0");
        assertThat(Rendered.errors(result))
                .containsExactly("collector " + FunctionalCollector.class.getName()
                        + ": not run within 0s, as others took all the time, left out this once");
        assertThat(machine.threads).isEmpty();
        assertThat(registry.gather(Duration.ofDays(1_000_000_000)).families()).hasSize(2);
        assertThat(machine.threads).hasSize(1);
    }
}
