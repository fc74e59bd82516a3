package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.testsupport.CustomMetric;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PushBodyTest {
    @Test
    void aPushIsNoScrape() throws IOException {
        List<Boolean> scrapes = new ArrayList<>();
        Desc desc = Desc.gauge("watching", "");
        Metric watching = new CustomMetric(desc, Labels.EMPTY, visitor -> {
            scrapes.add(visitor.isScrape());
            visitor.gauge(1);
        });
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j")
                    .gatherer(Gathered.families(Gathered.family(watching)))
                    .format(Format.PROTOBUF)
                    .push();
        }

        assertThat(scrapes).isNotEmpty().containsOnly(false);
    }

    @Test
    void severalGatherersArePushedTogether() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j")
                    .gatherer(Gathered.gauge("a", 1, "zone", "east", "west"))
                    .gatherer(Gathered.ROOM)
                    .format(Format.TEXT)
                    .push();
            assertThat(gateway.onlyRequest().body())
                    .isEqualTo("# HELP a Help.\n# TYPE a gauge\na{zone=\"east\"} 1\na{zone=\"west\"} 1\n"
                            + Gathered.ROOM_TEXT);
        }
    }

    @Test
    void nothingToPushIsAnEmptyBody() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j").push();
            assertThat(gateway.onlyRequest().body()).isEmpty();
        }
    }

    @Test
    void metricWithALabelJobIsRefused() throws IOException {
        refused(Gathered.gauge("a", 1, "job", "x", "y"), e -> assertThat(e)
                .hasMessage("metrics not pushed because of gauge \"a\" {job=\"x\"}: label \"job\" clashes"
                        + " with one that the push sets, expected metrics without it"));
    }

    @Test
    void metricWithAGroupingLabelIsRefused() throws IOException {
        refused(Gathered.gauge("a", 1, "db", "x"), e -> assertThat(e)
                .hasMessageContaining("gauge \"a\" {db=\"x\"}: label \"db\""));
    }

    @Test
    void metricWithALabelThatIsWrittenLikeAGroupingLabelIsRefused() throws IOException {
        refused(Gathered.gauge("a", 1, "l🔥", "x"), e -> assertThat(e)
                .hasMessageContaining("gauge \"a\" {l🔥=\"x\"}: label \"l🔥\""));
    }

    @Test
    void groupingLabelThatABucketOrQuantileHasIsRefused() throws IOException {
        Desc histogram = Desc.histogram("h", "Help.");
        refused(
                Gathered.families(Gathered.family(ConstMetric.histogram(histogram, 1, 1, Map.of(1.0, 1L)))),
                e -> assertThat(e).hasMessageContaining("histogram \"h\" {}: label \"le\""));
        Desc summary = Desc.summary("s", "Help.");
        refused(
                Gathered.families(Gathered.family(ConstMetric.summary(summary, 1, 1, Map.of(0.5, 1.0)))),
                e -> assertThat(e).hasMessageContaining("summary \"s\" {}: label \"quantile\""));
    }

    /** A gateway answers such a push with 400, and names no metric. */
    @Test
    void metricWithATimestampIsRefused() throws IOException {
        Metric old = ConstMetric.of(Desc.counter("a_total", "Help.", "zone"), 1, "east")
                .withTimestamp(Instant.ofEpochSecond(1_700_000_000));
        Metric young = ConstMetric.of(Desc.counter("a_total", "Help.", "zone"), 1, "west");
        refused(Gathered.families(Gathered.family(young, old)), e -> assertThat(e)
                .hasMessage("metrics not pushed because of counter \"a_total\" {zone=\"east\"}: has a timestamp,"
                        + " which a Pushgateway refuses"));
    }

    @Test
    void gatherErrorsAreListedWithTheirCauses() throws IOException {
        RuntimeException cause = new RuntimeException("disk gone");
        GatherError first = new GatherError("first thing", cause);
        GatherError second = new GatherError("second thing");
        refused(Gathered.errors(first, second), e -> {
            assertThat(e)
                    .hasMessage("metrics not pushed because of gatherer #2: first thing; gatherer #2: second thing");
            assertThat(e.errors()).extracting(GatherError::cause).containsExactly(cause, null);
            assertThat(e).hasSuppressedException(cause);
        });
    }

    @Test
    void metricThatCannotBeWrittenIsRefused() throws IOException {
        Metric invalid = ConstMetric.invalid(Desc.gauge("a", "Help."), new RuntimeException("disk gone"));
        refused(
                Gathered.families(Gathered.family(invalid)),
                e -> assertThat(e).hasMessageContaining("a").hasMessageContaining("disk gone"));
    }

    /** A merge of gatherers has read the labels before, but what it read once may throw the next time. */
    @Test
    void metricWhoseLabelsThrowAnErrorIsReported() {
        Desc desc = Desc.gauge("a", "Help.");
        Metric broken = new Metric() {
            @Override
            public Desc desc() {
                return desc;
            }

            @Override
            public Labels labels() {
                throw new NoClassDefFoundError("a/Labels");
            }

            @Override
            public void write(MetricVisitor out) {
                out.gauge(1);
            }
        };
        Gatherer gatherer = Gathered.families(new MetricFamily(desc, List.of(broken)));

        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(() -> PushBody.of(gatherer, GroupingKey.ofJob("j"), Format.TEXT, false))
                .withMessage("metrics not pushed because of gauge \"a\":"
                        + " threw java.lang.NoClassDefFoundError: a/Labels");
    }

    @Test
    void messageQuotesTenErrorsAndCountsTheRest() throws IOException {
        GatherError[] errors = IntStream.range(0, 1000)
                .mapToObj(i -> new GatherError("fault " + i))
                .toArray(GatherError[]::new);
        refused(Gathered.errors(errors), e -> {
            assertThat(e).hasMessageEndingWith(": fault 9; and 990 more errors");
            assertThat(e.errors()).hasSameSizeAs(errors);
        });
    }

    /** Checks that neither push nor add sends anything, and what they throw. */
    private static void refused(Gatherer gatherer, Consumer<IncompleteMetricsException> check) throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = Pusher.to(gateway.url(), "j")
                    .gatherer(Gathered.ROOM)
                    .gatherer(gatherer)
                    .grouping("db", "customers")
                    .grouping("l_", "1")
                    .grouping("le", "1")
                    .grouping("quantile", "0.5");
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(pusher::push)
                    .satisfies(check);
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(pusher::add)
                    .satisfies(check);
            assertThat(gateway.requests()).isEmpty();
        }
    }
}
