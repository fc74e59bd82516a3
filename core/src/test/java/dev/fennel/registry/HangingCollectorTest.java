package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class HangingCollectorTest {
    private static final String FUNCTIONAL = "collector " + FunctionalCollector.class.getName();
    private static final int GATHERS = 64;

    private final HandMachine machine = new HandMachine();
    private final Registry registry = machine.registry();
    private final Gate gate = new Gate();

    @AfterEach
    void letAllEnd() throws InterruptedException {
        gate.release();
        machine.close();
    }

    private static Collector quick(String name) {
        return FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge(name, "h"), 1)));
    }

    /** One that shows when it was run. */
    private static Collector quick(String name, Gate run) {
        run.release();
        return FunctionalCollector.unchecked(out -> {
            run.pass();
            out.accept(ConstMetric.of(Desc.gauge(name, "h"), 1));
        });
    }

    private static Collector hanging(Gate gate) {
        return FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("slow", "h"), gate.pass())));
    }

    static Stream<Arguments> waysToHang() {
        Desc desc = Desc.gauge("slow", "h");
        return Stream.of(
                way(HangingCollectorTest::hanging, FUNCTIONAL),
                way(gate -> GaugeFunc.builder("slow", "h", gate::pass).build(), "gauge \"slow\""),
                way(
                        gate -> FunctionalCollector.unchecked(
                                out -> out.accept(new UserMetric(desc, Labels.EMPTY, v -> v.gauge(gate.pass())))),
                        FUNCTIONAL),
                way(gate -> Wrapped.withPrefix("p_", hanging(gate)), FUNCTIONAL),
                way(
                        gate -> FunctionalCollector.unchecked(out -> {
                            throw new IllegalStateException() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                public String getMessage() {
                                    return "call " + gate.pass();
                                }
                            };
                        }),
                        FUNCTIONAL));
    }

    private static Arguments way(Function<Gate, Collector> collector, String name) {
        return arguments(collector, name);
    }

    /** Registered first, so that all others come after it. */
    @ParameterizedTest
    @MethodSource("waysToHang")
    void costsItselfOnlyAndIsNotCalledAgainUntilItHasReturned(Function<Gate, Collector> way, String name)
            throws Exception {
        registry.register(way.apply(gate));
        Gate after = new Gate();
        registry.register(quick("after", after));
        registry.register(FixedGauge.of("instrument", 1));
        Future<GatherResult> first = machine.start(registry);
        gate.awaitEntered();
        after.awaitEntered();
        HandMachine.awaitEnd(registry, 2);
        machine.passTime();

        assertLeftOut(first.get(), name);
        // Time stands still now, so that a gather which waits would never end.
        Threads.run(GATHERS, thread -> assertLeftOut(registry.gather(), name));
        assertThat(gate.calls).hasValue(1);

        gate.release();
        HandMachine.awaitEnd(registry, 1);
        GatherResult result = registry.gather();
        assertThat(gate.calls).hasValue(2);
        assertThat(Rendered.lines(result).size() + result.errors().size()).isEqualTo(3);
        assertThat(Rendered.errors(result)).noneMatch(error -> error.endsWith(HandMachine.LEFT_OUT));
    }

    private static void assertLeftOut(GatherResult result, String name) {
        assertThat(Rendered.lines(result)).containsExactly("after{} 1.0", "instrument{} 1.0");
        assertThat(result.errors()).containsExactly(new GatherError(name + HandMachine.LEFT_OUT));
        assertThat(result.errors().get(0).source()).isEqualTo(name);
    }

    @Test
    void withinARegisteredRegistryItCostsItselfOnly() throws Exception {
        Registry inner = machine.registry();
        inner.register(hanging(gate));
        Gate good = new Gate();
        inner.register(quick("good", good));
        inner.register(FixedGauge.of("instrument", 1));
        registry.withLabels(Labels.of("l", "v")).withPrefix("p_").register(inner);
        Future<GatherResult> first = machine.start(registry);
        gate.awaitEntered();
        good.awaitEntered();
        HandMachine.awaitEnd(inner, 2);
        machine.passTime();
        GatherResult result = first.get();
        assertThat(Rendered.lines(result)).containsExactly("p_good{l=\"v\"} 1.0", "p_instrument{l=\"v\"} 1.0");
        assertThat(result.errors()).containsExactly(new GatherError(FUNCTIONAL + HandMachine.LEFT_OUT));
        assertThat(inner.gather().errors()).hasSize(1);
        assertThat(gate.calls).hasValue(1);
    }

    @Test
    void inOneOfMergedRegistriesItCostsTheOthersNothing() throws Exception {
        Registry second = machine.registry();
        registry.register(hanging(gate));
        Gate good = new Gate();
        second.register(quick("good", good));
        Gatherer merged = Gatherers.merge(Gatherers.merge(registry), second);
        Future<GatherResult> gather = machine.start(merged);
        gate.awaitEntered();
        good.awaitEntered();
        HandMachine.awaitEnd(second, 0);
        machine.passTime();
        assertThat(Rendered.lines(gather.get())).containsExactly("good{} 1.0");
        assertThat(gather.get().errors())
                .containsExactly(new GatherError("gatherer #1: gatherer #1: " + FUNCTIONAL + HandMachine.LEFT_OUT));
    }

    @Test
    void whatItHandsOutWhenItsTimeIsUpIsRefusedAndDropped() throws Exception {
        List<String> refusals = new ArrayList<>();
        Desc desc = Desc.gauge("slow", "h", "call");
        registry.register(FunctionalCollector.unchecked(out -> {
            String call = String.valueOf(gate.calls.get());
            out.accept(ConstMetric.of(desc, 1, call));
            gate.pass();
            try {
                out.accept(ConstMetric.of(desc, 2, call + " late"));
            } catch (IllegalStateException e) {
                refusals.add(e.getMessage());
            }
        }));
        Future<GatherResult> first = machine.start(registry);
        gate.awaitEntered();
        machine.passTime();
        assertThat(first.get().families()).isEmpty();
        gate.release();
        HandMachine.awaitEnd(registry, 0);
        assertThat(refusals).containsExactly("expected metrics while the gather waits, got one after its time was up");
        assertThat(Rendered.lines(registry.gather()))
                .containsExactly("slow{call=\"1\"} 1.0", "slow{call=\"1 late\"} 2.0");
    }

    /** Nobody would ever run what is in its queue, and no other gather would run it either. */
    @Test
    void gatherThatFailsLeavesNothingUnderWayThatNoThreadHasTaken() {
        assertLeavesNothingUnderWay(registry -> registry);
    }

    @Test
    void gatherThatFailsInAMergeLeavesNothingUnderWayThatNoThreadHasTaken() {
        assertLeavesNothingUnderWay(registry -> Gatherers.merge(registry, Registry.create()));
    }

    private void assertLeavesNothingUnderWay(Function<Registry, Gatherer> gatherer) {
        Registry patient = machine.registry(Long.MAX_VALUE);
        patient.register(hanging(gate));
        patient.register(quick("b"));
        patient.register(quick("c"));
        AtomicInteger families = new AtomicInteger();
        patient.register(new FailingInstrument(() -> {
            gate.awaitEntered();
            families.incrementAndGet();
            throw new OutOfMemoryError("made up");
        }));
        assertThat(Rendered.errors(GatherResult.of(gatherer.apply(patient), Registry.TIME_LIMIT)))
                .hasSize(1)
                .allMatch(error -> error.endsWith("gather(): threw java.lang.OutOfMemoryError: made up"));
        assertThat(families).hasValue(1);
        assertThat(HandMachine.underWay(patient, 2)).isNull();
        assertThat(HandMachine.underWay(patient, 3)).isNull();
    }

    /**
     * An instrument of which no family can be made.
     *
     * @param family fails
     */
    private record FailingInstrument(Callable<MetricFamily> family) implements Collector {
        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(Desc.gauge("failing", "h"));
            if (out instanceof FamilySink sink) {
                sink.offer(this, this::call);
            }
        }

        private MetricFamily call() {
            try {
                return family.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            throw new IllegalStateException("not asked");
        }
    }

    /** If the first run could still be found when its result is handed out, the second gather would get it. */
    @Test
    void gatherThatComesDuringARunWaitsForTheNext() throws Exception {
        registry.register(hanging(gate));
        Future<GatherResult> first = machine.start(registry);
        gate.awaitEntered();
        CollectorRun running = HandMachine.underWay(registry, 0);
        awaitWaiting(running, 1);
        Future<GatherResult> second = machine.start(registry);
        awaitWaiting(running, 2);
        gate.release();
        assertThat(Rendered.lines(first.get())).containsExactly("slow{} 1.0");
        assertThat(Rendered.lines(second.get())).containsExactly("slow{} 2.0");
    }

    private static void awaitWaiting(CollectorRun run, int gathers) {
        while (run.waiting() < gathers) {
            Thread.onSpinWait();
        }
    }

    @Test
    void unregisteredWhileItHangsItIsForgotten() throws Exception {
        Collector hanging = hanging(gate);
        registry.register(hanging);
        Future<GatherResult> first = machine.start(registry);
        gate.awaitEntered();
        machine.passTime();
        assertThat(first.get().errors()).hasSize(1);
        assertThat(registry.unregister(hanging)).isTrue();
        assertThat(registry.gather().errors()).isEmpty();
        registry.register(hanging);
        gate.release();
        assertThat(Rendered.lines(registry.gather())).containsExactly("slow{} 2.0");
    }

    @Test
    void moreThanCanBeRunAtOnceLeaveTheRestToTheNextGather() throws Exception {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < SideBySide.MAX_THREADS; i++) {
            Gate each = new Gate();
            gates.add(each);
            registry.register(hanging(each));
        }
        registry.register(quick("last"));
        Future<GatherResult> first = machine.start(registry);
        for (Gate each : gates) {
            each.awaitEntered();
        }
        machine.awaitLooks();
        assertThat(machine.threads).hasSize(SideBySide.MAX_THREADS);
        machine.passTime();
        GatherResult result = first.get();
        assertThat(result.families()).isEmpty();
        assertThat(Rendered.errors(result))
                .hasSize(SideBySide.MAX_THREADS + 1)
                .endsWith(FUNCTIONAL + ": not run within 10s, as others took all the time, left out this once");
        assertThat(Rendered.lines(registry.gather())).containsExactly("last{} 1.0");
        gates.forEach(Gate::release);
    }

    /** What a thread has done before it gathers is in that gather, though no two runs are ever under way at once. */
    @Test
    void gathersAtOnceNeverRunACollectorTwiceAtOnceAndMissNothing() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicLong state = new AtomicLong();
        Desc desc = Desc.gauge("state", "h");
        registry.register(FunctionalCollector.unchecked(out -> {
            if (inside.incrementAndGet() != 1) {
                throw new IllegalStateException("run twice at once");
            }
            out.accept(ConstMetric.of(desc, state.get()));
            inside.decrementAndGet();
        }));
        Threads.run(16, thread -> {
            for (int i = 0; i < 200; i++) {
                long done = state.incrementAndGet();
                GatherResult result = registry.gather();
                assertThat(result.errors()).isEmpty();
                String line = Rendered.lines(result).get(0);
                assertThat(Double.parseDouble(line.substring("state{} ".length())))
                        .isGreaterThanOrEqualTo(done);
            }
        });
    }

    @Test
    void collectorThatGathersFromWithinWaitsForNobody() {
        List<Consumer<Consumer<? super Metric>>> collects = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            ThreadLocal<Boolean> within = ThreadLocal.withInitial(() -> false);
            collects.add(out -> {
                if (!within.get()) {
                    within.set(true);
                    int families = registry.gather().families().size()
                            + Gatherers.coalesced(registry).gather().families().size();
                    within.set(false);
                    out.accept(ConstMetric.of(Desc.gauge(name, "h"), families));
                }
            });
        }
        collects.forEach(collect -> registry.register(FunctionalCollector.unchecked(collect)));
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(result.families()).extracting("name").containsExactly("a", "b");
    }

    @Test
    void collectorThatGathersTheRunItIsInDoesNotWaitForIt() {
        List<GatherResult> within = new ArrayList<>();
        Gatherer coalesced = Gatherers.coalesced(registry);
        registry.register(FunctionalCollector.unchecked(out -> {
            if (within.isEmpty()) {
                within.add(new GatherResult(List.of(), List.of()));
                within.set(0, coalesced.gather());
            }
        }));
        assertThat(coalesced.gather().errors()).isEmpty();
        assertThat(Rendered.errors(within.get(0))).singleElement().satisfies(error -> assertThat(error)
                .contains("under way in this thread already"));
    }
}
