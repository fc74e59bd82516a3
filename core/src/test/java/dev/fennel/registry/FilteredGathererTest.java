package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilteredGathererTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs =
            CounterVec.builder("jobs_total", "", "queue").register(registry);

    @BeforeEach
    void someMetrics() {
        Gauge.builder("up", "").register(registry);
        jobs.withLabelValues("mail").inc();
        jobs.withLabelValues("print").inc();
    }

    private static List<String> described(GatherResult result) {
        return result.families().stream()
                .flatMap(family -> family.metrics().stream())
                .map(metric -> metric.desc().name() + metric.labels())
                .toList();
    }

    @Test
    void familiesAreKeptByName() {
        GatherResult result = Gatherers.filterByName(registry, name -> name.startsWith("jobs"))
                .gather();

        assertThat(described(result)).containsExactly("jobs_total{queue=\"mail\"}", "jobs_total{queue=\"print\"}");
        assertThat(result.families().get(0))
                .isSameAs(registry.gather().families().get(0));
    }

    @Test
    void metricsAreKeptByLabels() {
        Gatherer mail = Gatherers.filterByLabels(registry, labels -> "mail".equals(labels.get("queue")));

        assertThat(described(mail.gather())).containsExactly("jobs_total{queue=\"mail\"}");
        jobs.curryWith(Labels.of("queue", "mail")).reset();
        assertThat(mail.gather().families()).isEmpty();
    }

    @Test
    void theSameFamilyIsFilteredOnceAndToTheSameObject() {
        AtomicInteger asked = new AtomicInteger();
        Gatherer mail = Gatherers.filterByLabels(registry, labels -> {
            asked.incrementAndGet();
            return "mail".equals(labels.get("queue"));
        });
        MetricFamily first = mail.gather().families().get(0);

        assertThat(mail.gather().families()).containsExactly(first);
        assertThat(asked).hasValue(3);
        jobs.withLabelValues("scan");
        assertThat(mail.gather().families()).doesNotContain(first).hasSize(1);
    }

    @Test
    void aFamilyOfWhichAllIsKeptIsTheSameObject() {
        assertThat(Gatherers.filterByLabels(registry, labels -> true).gather().families())
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .isEqualTo(registry.gather().families());
    }

    @Test
    void theSameResultIsFilteredToTheSameResult() {
        Gatherer jobs = Gatherers.filterByName(registry, name -> name.startsWith("jobs"));

        assertThat(jobs.gather()).isSameAs(jobs.gather());
    }

    @Test
    void aFilterThatThrowsLosesItsFamilyAloneUntilItThrowsNoMore() {
        AtomicInteger asked = new AtomicInteger();
        Gatherer broken = Gatherers.filterByName(registry, name -> {
            if (name.equals("up") && asked.incrementAndGet() < 3) {
                throw new IllegalStateException("broken");
            }
            return true;
        });

        for (int i = 0; i < 2; i++) {
            GatherResult result = broken.gather();
            assertThat(result.families()).extracting(MetricFamily::name).containsExactly("jobs_total");
            assertThat(result.errors())
                    .extracting(GatherError::message)
                    .containsExactly("gauge \"up\": threw java.lang.IllegalStateException: broken");
        }
        assertThat(broken.gather()).isEqualTo(registry.gather());
    }

    @Test
    void errorsAndTheTimeLimitArePassedOn() {
        GaugeFunc.builder("lost", "", () -> {
                    throw new IllegalStateException("gone");
                })
                .register(registry);
        List<Duration> limits = new ArrayList<>();
        Gatherer limited = new Gatherer() {
            @Override
            public GatherResult gather() {
                throw new IllegalStateException("expected a limit");
            }

            @Override
            public GatherResult gather(Duration timeLimit) {
                limits.add(timeLimit);
                return registry.gather(timeLimit);
            }
        };

        GatherResult result = Gatherers.filterByName(limited, name -> false).gather(Duration.ofSeconds(3));

        assertThat(limits).containsExactly(Duration.ofSeconds(3));
        assertThat(result.families()).isEmpty();
        assertThat(result.errors()).hasSize(1);
        assertThat(Gatherers.filterByName(() -> null, name -> true).gather().errors())
                .hasSize(1);
    }
}
