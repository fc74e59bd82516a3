package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Collectors that gather the registry that they are registered in. */
@Timeout(120)
class SelfGatheringTest {
    private static final String LEFT_OUT = "collector " + FunctionalCollector.class.getName()
            + ": under way in this thread already, left out of what a collector gathers from within itself";

    private final Registry registry = Registry.create();
    private final Consumer<Metric> ignoring = metric -> {};
    private final AtomicInteger runs = new AtomicInteger();
    private final List<GatherResult> within = new ArrayList<>();

    private void registerSelfGathering(String name, Gatherer gathers) {
        registry.register(FunctionalCollector.unchecked(out -> {
            if (runs.incrementAndGet() > 1_000) {
                throw new IllegalStateException("run again and again");
            }
            GatherResult result = gathers.gather();
            within.add(result);
            out.accept(ConstMetric.of(Desc.gauge(name, "h"), result.families().size()));
        }));
    }

    @Test
    void oneIsRunOnceAndIsLeftOutOfItsOwnGather() {
        registry.register(FixedGauge.of("x", 1));
        registerSelfGathering("self", registry);
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(Rendered.lines(result)).containsExactly("self{} 1.0", "x{} 1.0");
        assertThat(runs).hasValue(1);
        assertThat(Rendered.lines(within.get(0))).containsExactly("x{} 1.0");
        assertThat(Rendered.errors(within.get(0))).containsExactly(LEFT_OUT);
    }

    @Test
    void theSameHoldsForMergedCoalescedAndOuterGatherers() {
        Registry outer = Registry.create();
        outer.withPrefix("p_").register(registry);
        registerSelfGathering("a", Gatherers.coalesced(Gatherers.merge(outer, registry)));
        assertThat(Rendered.lines(outer.gather())).containsExactly("p_a{} 0.0");
        assertThat(runs).hasValue(1);
        assertThat(Rendered.errors(within.get(0)))
                .containsExactly("gatherer #1: " + LEFT_OUT, "gatherer #2: " + LEFT_OUT);
    }

    /** As many runs as there are orders would be a million. */
    @Test
    void manyAreRunNoMoreThanTheSquareOfTheirNumber() {
        for (int i = 0; i < 10; i++) {
            registerSelfGathering("self_" + i, registry);
        }
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(result.families()).hasSize(10);
        assertThat(runs).hasValue(10 * 10);
    }

    @Test
    void oneThatGathersAnotherRegistryFromWithinFindsAllThere() {
        Registry second = Registry.create();
        Registry third = Registry.create();
        third.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("z", "h"), 1))));
        second.register(FunctionalCollector.unchecked(out -> out.accept(
                ConstMetric.of(Desc.gauge("y", "h"), third.gather().families().size()))));
        registerSelfGathering("x", second);
        assertThat(Rendered.lines(registry.gather())).containsExactly("x{} 1.0");
        assertThat(Rendered.lines(within.get(0))).containsExactly("y{} 1.0");
        assertThat(within.get(0).errors()).isEmpty();
    }

    @Test
    void oneThatLetsTheRegistryCollectIsLeftOutThere() {
        registry.register(FixedGauge.of("x", 1));
        registry.register(FunctionalCollector.unchecked(out -> {
            runs.incrementAndGet();
            registry.collect(out);
        }));
        Registry outer = Registry.create();
        outer.register(FunctionalCollector.unchecked(registry::collect));
        GatherResult result = outer.gather();
        assertThat(Rendered.lines(result)).containsExactly("x{} 1.0");
        assertThat(runs).hasValue(1);
        assertThat(Rendered.errors(result)).anyMatch(error -> error.contains(LEFT_OUT));
    }

    @Test
    void oneThatLetsTheRegistryCollectInAThreadOfTheUsersIsLeftOutThere() {
        registerCollecting(registry);
        registerCollecting(registry);
        List<Metric> metrics = new ArrayList<>();
        registry.collect(metrics::add);
        assertThat(runs).hasValue(4);
        assertThat(metrics).hasSize(6).allSatisfy(metric -> assertThatThrownBy(() -> metric.write(new Ignoring()))
                .hasMessageContaining(LEFT_OUT));

        registry.collect(ignoring);
        assertThat(runs).as("runs of two calls").hasValue(8);
    }

    @Test
    void oneThatGathersInAThreadOfTheUsersIsLeftOutOfThat() {
        registerSelfGathering("self", registry);
        registry.collect(ignoring);
        assertThat(runs).hasValue(1);
        assertThat(Rendered.errors(within.get(0))).containsExactly(LEFT_OUT);
        assertThat(registry.gather().errors()).isEmpty();
    }

    /** A thread that goes on after the end of its stack must not be in the collector for ever. */
    @Test
    void overflowsLeaveNothingBehindInAThreadOfTheUsers() throws Exception {
        Registry inner = Registry.create();
        inner.register(FunctionalCollector.unchecked(out -> runs.incrementAndGet()));
        registry.register(FunctionalCollector.unchecked(inner::collect));
        Thread thread = new Thread(
                null,
                () -> {
                    registry.collect(ignoring); // links what is called
                    for (int i = 0; i < 3; i++) {
                        try {
                            collectFromTheEndOfTheStack();
                        } catch (StackOverflowError end) {
                            // near the end
                        }
                    }
                    runs.set(0);
                    registry.collect(ignoring);
                },
                "recursing",
                256 * 1024);
        thread.start();
        thread.join();
        assertThat(runs).hasValue(1);
    }

    /** Goes to the end of the stack, and collects at each depth on the way back. */
    private void collectFromTheEndOfTheStack() {
        try {
            collectFromTheEndOfTheStack();
        } catch (StackOverflowError end) {
            // from here on there is a little more room at each depth
        }
        registry.collect(ignoring);
    }

    /** Room to leave is made sure of before anything is noted, so that it takes no luck to leave again. */
    @Test
    void whoIsNotedAtTheEndOfTheStackHasRoomToLeave() throws Exception {
        RegisteredCollector registered = RegisteredCollector.of(FunctionalCollector.unchecked(ignored -> {}));
        AtomicInteger withoutRoom = new AtomicInteger();
        Runnable work = () -> enterFromTheEndOfTheStack(registered, withoutRoom);
        Thread thread = new Thread(null, work, "recursing", 256 * 1024);
        thread.start();
        thread.join();
        assertThat(withoutRoom).hasValue(0);
    }

    private static void enterFromTheEndOfTheStack(RegisteredCollector registered, AtomicInteger withoutRoom) {
        try {
            enterFromTheEndOfTheStack(registered, withoutRoom);
        } catch (StackOverflowError end) {
            // from here on there is a little more room at each depth
        }
        if (CollectorThread.enter(registered)) {
            try {
                descend(20);
            } catch (StackOverflowError end) {
                withoutRoom.incrementAndGet();
            }
            CollectorThread.leave(registered);
        }
    }

    private static int descend(int levels) {
        return levels == 0 ? 0 : descend(levels - 1) + 1;
    }

    private void registerCollecting(Registry collecting) {
        registry.register(FunctionalCollector.unchecked(out -> {
            if (runs.incrementAndGet() > 1_000) {
                throw new IllegalStateException("run again and again");
            }
            collecting.collect(out);
        }));
    }

    @Test
    void nextGatherRunsItAgain() {
        registerSelfGathering("self", registry);
        registry.gather();
        assertThat(Rendered.lines(registry.gather())).containsExactly("self{} 0.0");
        assertThat(runs).hasValue(2);
    }

    /** In a fresh JVM, where the stack would end in the initialization of a class. */
    @Test
    void costsAFreshJvmNothing() {
        assertThat(OtherJvm.run(Program.class, Duration.ofMinutes(1), List.of(), List.of()))
                .isEqualTo("[]\n[]\n");
    }

    /** Whatever a gather with custom collectors needs, and has something to initialize. */
    @Test
    void registryInitializesTheClassesOfAGatherWhenItIsMade() {
        String log = OtherJvm.run(MakesOnly.class, Duration.ofMinutes(1), List.of("-Xlog:class+init=info"), List.of());
        for (Class<?> type : List.of(
                FamilyMerger.class,
                FamilyRules.class,
                SeriesOrder.class,
                Collected.class,
                HandedOut.class,
                CollectorRun.class,
                CollectorThread.class,
                GatherError.class,
                GatherResult.class,
                SideBySide.Machine.class)) {
            assertThat(log).contains("Initializing '" + type.getName().replace('.', '/') + "'");
        }
    }

    private static final class Program {
        public static void main(String[] args) {
            Registry registry = Registry.create();
            registry.register(FunctionalCollector.unchecked(out -> registry.gather()));
            System.out.println(registry.gather().errors());
            Registry other = Registry.create();
            other.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("x", "h"), 1))));
            System.out.println(other.gather().errors());
        }
    }

    private static final class MakesOnly {
        public static void main(String[] args) {
            Registry.create();
        }
    }
}
