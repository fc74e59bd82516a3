package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricVecTest {
    private final Registry registry = Registry.pedantic();
    private final MetricVec<Level> levels = MetricVec.builder(
                    MetricType.GAUGE, "level", "Level.", Level::new, "tank", "side")
            .constLabels(Labels.of("zone", "eu"))
            .register(registry);

    private static final Metric ONE = ConstMetric.of(Desc.gauge("x", ""), 1);

    /** A metric of a user's own, whose value may fail. */
    private static final class Level implements Metric {
        private final Desc desc;
        private final Labels labels;
        private double value;
        private int written;

        Level(Desc desc, Labels labels) {
            this.desc = desc;
            this.labels = labels;
        }

        void set(double newValue) {
            value = newValue;
        }

        @Override
        public Desc desc() {
            return desc;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public void write(MetricVisitor visitor) {
            written++;
            if (value < 0) {
                throw new IllegalStateException("leak");
            }
            visitor.gauge(value);
        }
    }

    @Test
    void lookUpsCurryingAndDeletingAreThoseOfAVec() {
        Level left = levels.withLabelValues("a", "left");
        left.set(3);
        levels.curryWith(Labels.of("side", "right")).withLabelValues("b").set(4);

        assertThat(levels.with(Labels.of("tank", "a", "side", "left"))).isSameAs(left);
        assertThat(levels.find("a", "left")).containsSame(left);
        assertThat(levels.find("c", "left")).isEmpty();
        assertThat(levels.series()).extracting(level -> level.value).containsExactly(3.0, 4.0);
        MetricFamily family = registry.gather().families().get(0);
        assertThat(family.metrics())
                .extracting(metric -> metric.labels() + "=" + Written.by(metric).value())
                .containsExactly(
                        "{side=\"left\",tank=\"a\",zone=\"eu\"}=3.0", "{side=\"right\",tank=\"b\",zone=\"eu\"}=4.0");
        assertThat(levels.deleteLabelValues("a", "left")).isTrue();
        assertThat(registry.gather().families().get(0).metrics()).hasSize(1);
    }

    @Test
    void aMetricThatFailsIsLostAlone() {
        levels.withLabelValues("a", "left").set(3);
        levels.withLabelValues("b", "left").set(-1);

        GatherResult result = registry.gather();

        assertThat(result.families().get(0).metrics()).hasSize(1);
        assertThat(result.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("leak").contains("tank=\"b\""));
    }

    @Test
    void aFactoryThatThrowsIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        MetricVec<Level> vec = MetricVec.builder(
                        MetricType.GAUGE,
                        "x",
                        "",
                        (desc, labels) -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                            return new Level(desc, labels);
                        },
                        "a")
                .register(registry);

        assertThatIllegalStateException()
                .isThrownBy(() -> vec.withLabelValues("v"))
                .withMessage("not yet");
        assertThat(vec.series()).isEmpty();
        assertThat(vec.find("v")).isEmpty();
        assertThat(registry.gather().families()).isEmpty();
        assertThat(vec.withLabelValues("v")).isSameAs(vec.withLabelValues("v"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aFactoryThatReturnsNullIsNamed() {
        MetricVec<Level> vec = MetricVec.<Level>builder(MetricType.GAUGE, "x", "", (desc, labels) -> null, "a")
                .build();

        assertThatNullPointerException()
                .isThrownBy(() -> vec.withLabelValues("v"))
                .withMessageContaining("gauge \"x\": the factory returned null");
    }

    /** As two threads do that look up new label values at once; here the one is within the other. */
    @Test
    void lookUpsAtOnceFindTheSameMetric() {
        MetricVec<?>[] self = new MetricVec<?>[1];
        List<Object> inner = new ArrayList<>();
        MetricVec<Level> vec = MetricVec.builder(
                        MetricType.GAUGE,
                        "x",
                        "",
                        (desc, labels) -> {
                            if (inner.isEmpty()) {
                                inner.add("begun");
                                inner.add(self[0].withLabelValues("v"));
                            }
                            return new Level(desc, labels);
                        },
                        "a")
                .build();
        self[0] = vec;

        assertThat(vec.withLabelValues("v")).isSameAs(inner.get(1)).isSameAs(vec.withLabelValues("v"));
    }

    /** The check holds a lock, and the metric is a user's. */
    @Test
    void aCheckForIdleSeriesWritesNoMetric() {
        MetricVec<Level> vec = MetricVec.builder(MetricType.GAUGE, "x", "", Level::new, "a")
                .expireAfter(Duration.ofSeconds(10))
                .build();
        Level level = vec.withLabelValues("v");

        assertThat(vec.series()).containsExactly(level);
        assertThat(level.written).isZero();
    }

    /** The factory looks up another series of the same Vec, which a lock would not let another thread do. */
    @Test
    void noLockIsHeldWhileTheFactoryRuns() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        MetricVec<?>[] self = new MetricVec<?>[1];
        MetricVec<Level> vec = MetricVec.builder(
                        MetricType.GAUGE,
                        "x",
                        "",
                        (desc, labels) -> {
                            if (made.getAndIncrement() == 0) {
                                Thread other = new Thread(() -> self[0].withLabelValues("inner"));
                                other.start();
                                joined(other);
                            }
                            return new Level(desc, labels);
                        },
                        "a")
                .build();
        self[0] = vec;

        vec.withLabelValues("outer");

        assertThat(vec.series()).hasSize(2);
    }

    private static void joined(Thread other) {
        try {
            other.join(60_000);
            if (other.isAlive()) {
                throw new IllegalStateException("waits for a lock");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private MetricVec<Level> found() {
        return MetricVec.builder(MetricType.GAUGE, "x", "", Level::new, "a").registerOrGet(registry);
    }

    /** A Vec of another kind of metric would be returned as if it were of this one, and fail where it is used. */
    @Test
    void onlyWhatTheSameCodeAskedForIsFoundAgain() {
        MetricVec<Level> vec = found();

        assertThat(found()).isSameAs(vec);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricVec.builder(MetricType.GAUGE, "x", "", (desc, labels) -> ONE, "a")
                        .registerOrGet(registry))
                .withMessageContaining("metrics made by " + MetricVecTest.class.getName());
    }

    @Test
    void limitAndAgeAreThoseOfAVec() {
        AtomicLong nanos = new AtomicLong();
        MetricVec<Level> vec = MetricVec.builder(MetricType.GAUGE, "x", "", Level::new, "a")
                .maxSeries(1)
                .expireAfter(Duration.ofSeconds(10))
                .expiryClock(nanos::get)
                .register(registry);
        vec.withLabelValues("v").set(1);
        vec.withLabelValues("w").set(2);

        List<String> names =
                registry.gather().families().stream().map(MetricFamily::name).toList();
        assertThat(names).contains("fennel_vec_diverted_lookups_total", "x");
        assertThat(vec.series()).extracting(level -> level.labels.get("a")).containsExactly(Vec.OVERFLOW, "v");
        assertThat(vec.divertedLookups()).isEqualTo(1);
        nanos.addAndGet(11_000_000_000L);
        registry.gather();
        nanos.addAndGet(11_000_000_000L);
        assertThat(vec.series()).isEmpty();
    }
}
