package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Gauge;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.LentMetrics;
import dev.fennel.testsupport.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gatherer learns that its metrics have been read, once for each result, through all gatherers around it. */
class GatherDoneTest {
    private static final LentMetrics LENT = new LentMetrics("lent", new GatherError("a part is missing"));

    static Stream<Gatherer> around() {
        Registry registry = Registry.create();
        Gauge.builder("other", "").register(registry);
        Labels labels = Labels.of("env", "prod");
        return Stream.of(
                LENT,
                Gatherers.merge(registry, LENT),
                Gatherers.merge(registry, Gatherers.merge(LENT)),
                Gatherers.withLabels(LENT, labels),
                Gatherers.filterByName(LENT, name -> true),
                Gatherers.filterByName(LENT, name -> false),
                Gatherers.filterByLabels(LENT, has -> {
                    throw new IllegalStateException("no");
                }),
                Gatherers.coalesced(LENT),
                Gatherers.withLabels(Gatherers.coalesced(Gatherers.merge(registry, LENT)), labels));
    }

    @ParameterizedTest
    @MethodSource("around")
    void eachResultIsDoneOnce(Gatherer gatherer) throws InterruptedException {
        for (int i = 0; i < 3; i++) { // from the second on, the gatherers know the families
            GatherResult result = gatherer.gather();
            assertThat(LENT.givenBack()).isZero();
            result.done();
            result.done();
            assertThat(LENT.givenBack()).isOne();
            assertThat(LENT.awaitGivenBack()).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void doneOfAMergeReachesAllThoughOneThrows() {
        LentMetrics last = new LentMetrics("last");
        Gatherer failing = () -> new GatherResult(List.of(), List.of(), () -> {
            throw new AssertionError("cannot release");
        });
        try (RecordedLog log = new RecordedLog("dev.fennel.registry")) {
            Gatherers.merge(failing, last).gather().done();
            assertThat(log.messages())
                    .containsExactly("WARNING: done(): threw java.lang.AssertionError: cannot release");
            log.breakDown();
            failing.gather().done();
        }
        assertThat(last.givenBack()).isOne();
    }

    @Test
    void resultWithNothingToDoIsShared() {
        Registry registry = Registry.create();
        Gauge.builder("g", "").register(registry);
        Gatherer merged = Gatherers.merge(registry, Registry.create());
        GatherResult result = merged.gather();
        result.done();
        assertThat(result.whenDone()).isNull();
        assertThat(result.detached()).isSameAs(result);
        assertThat(merged.gather()).isSameAs(result);
    }

    @Test
    void detachedResultHasTheValuesOfItsTime() {
        Desc desc = Desc.gauge("g", "");
        Gauge gauge = Gauge.builder("g", "").build();
        List<Metric> metrics = new ArrayList<>();
        gauge.collect(metrics::add);
        metrics.add(ConstMetric.invalid(desc, new IllegalStateException("gone")));
        MetricFamily family = new MetricFamily(desc.type(), "g", "", "", metrics);
        MetricFamily broken = new MetricFamily(desc.type(), "h", "", "", metrics.subList(1, 2));
        int[] done = {0};
        gauge.set(1);

        GatherResult detached = new GatherResult(List.of(family, broken), List.of(), () -> done[0]++).detached();

        gauge.set(2);
        assertThat(done[0]).isOne();
        assertThat(Rendered.lines(detached)).containsExactly("g{} 1.0");
        assertThat(Rendered.errors(detached))
                .containsExactly(
                        "metric of gauge \"g\": threw java.lang.IllegalStateException: gone",
                        "metric of gauge \"h\": threw java.lang.IllegalStateException: gone");
    }
}
