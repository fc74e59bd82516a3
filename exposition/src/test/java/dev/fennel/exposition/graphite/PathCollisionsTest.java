package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Carbon;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series whose paths become one: the first is pushed, the others are reported. */
class PathCollisionsTest {
    private static final Instant NOW = Instant.now().minusSeconds(10);

    private final Registry registry = Registry.pedantic();
    private final List<String> reported = new ArrayList<>();

    private GraphiteBridge.Builder builder(InetSocketAddress address) {
        return GraphiteBridge.builder(address)
                .registry(registry)
                .clock(new SettableClock(NOW))
                .errorLog((GatherError error) -> reported.add(error.message()));
    }

    private String pushed(GraphiteBridge.Builder builder, FakeCarbon carbon) throws Exception {
        builder.build().push();
        return carbon.received().replace(" " + NOW.getEpochSecond() + "\n", "\n");
    }

    private String pushed(boolean tags) throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            return pushed(builder(carbon.address()).useTags(tags), carbon);
        }
    }

    private void requests(String... paths) {
        CounterVec requests = CounterVec.builder("r_total", "Requests.", "path").register(registry);
        for (int i = 0; i < paths.length; i++) {
            requests.withLabelValues(paths[i]).add(1 << i);
        }
    }

    @Test
    void firstInTheOrderOfLabelsKeepsThePathWhoeverWasThereFirst() throws Exception {
        requests("/a_b", "/a?b", "/c", "/a/b", "/a b");
        assertThat(pushed(false)).isEqualTo("r_total.path._a_b 16\nr_total.path._c 4\n");
        assertThat(reported)
                .containsExactly(
                        "counter \"r_total\": left out r_total{path=\"/a/b\"}, because r_total{path=\"/a b\"} has"
                                + " the same path \"r_total.path._a_b\"; and 2 more of its samples");
    }

    @Test
    void tagsCollideOnlyByWhatTheProtocolForbids() throws Exception {
        requests("/a_b", "/a?b", "/a;b", "/a/b", "/a b");
        assertThat(pushed(true)).isEqualTo("""
                r_total;path=/a_b 16
                r_total;path=/a/b 8
                r_total;path=/a?b 2
                """);
        assertThat(reported)
                .containsExactly(
                        "counter \"r_total\": left out r_total{path=\"/a;b\"}, because r_total{path=\"/a b\"} has"
                                + " the same path \"r_total;path=/a_b\"; and 1 more of its samples");
    }

    @Test
    void labelNamesCollideToo() throws Exception {
        ConstMetric one = ConstMetric.of(Desc.gauge("x", "h", "a_b"), 1, "v");
        ConstMetric two = ConstMetric.of(Desc.gauge("x", "h", "a__b"), 2, "v");
        Gatherer both = () -> new GatherResult(List.of(new MetricFamily(one.desc(), List.of(one, two))), List.of());
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            assertThat(pushed(builder(carbon.address()).gatherer(both), carbon)).isEqualTo("x.a_b.v 1\n");
            assertThat(pushed(builder(carbon.address()).gatherer(both).useTags(true), carbon))
                    .isEqualTo("x;a_b=v 1\nx;a__b=v 2\n");
        }
        assertThat(reported)
                .containsExactly(
                        "gauge \"x\": left out x{a__b=\"v\"}, because x{a_b=\"v\"} has the same path \"x.a_b.v\"");
    }

    @Test
    void familiesCollideToo() throws Exception {
        Gauge.builder("a__b", "Two.").register(registry).set(2);
        Gauge.builder("a_b", "One.").register(registry).set(1);
        assertThat(pushed(true)).isEqualTo("a_b 2\n");
        assertThat(reported).containsExactly("gauge \"a_b\": left out a_b, because a__b has the same path \"a_b\"");
    }

    @Test
    void histogramIsReportedOnce() throws Exception {
        HistogramVec sizes =
                HistogramVec.builder("s", "Sizes.", "of").buckets(1).register(registry);
        for (String of : List.of("a/b", "a.b", "a-b")) {
            Histogram one = sizes.withLabelValues(of);
            one.observe(of.charAt(1));
        }
        assertThat(pushed(false)).isEqualTo("""
                s_bucket.le.1.of.a-b 0
                s_bucket.le._Inf.of.a-b 1
                s_sum.of.a-b 45
                s_count.of.a-b 1
                s_bucket.le.1.of.a_b 0
                s_bucket.le._Inf.of.a_b 1
                s_sum.of.a_b 46
                s_count.of.a_b 1
                """);
        assertThat(reported).hasSize(1);
        assertThat(reported.get(0))
                .startsWith("histogram \"s\": left out s_bucket{")
                .endsWith("; and 3 more of its samples");
    }

    @Test
    void pathStaysWithASeriesThatIsNotANumber() throws Exception {
        GaugeVec depth = GaugeVec.builder("d", "Depth.", "of").register(registry);
        depth.withLabelValues("a/b").set(Double.NaN);
        depth.withLabelValues("a_b").set(7);
        depth.withLabelValues("z").set(1);
        assertThat(pushed(false)).isEqualTo("d.of.z 1\n");
        assertThat(reported).hasSize(1);
    }

    @Test
    void collisionAbortsThePushIfErrorsDo() throws Exception {
        requests("/a_b", "/a/b");
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            GraphiteBridge bridge =
                    builder(carbon.address()).abortOnErrors(true).build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(bridge::push)
                    .withMessageContaining("because of 1 errors, the first: counter \"r_total\": left out ");
            assertThat(reported).hasSize(1);
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @Test
    void carbonStoresOneValueForEachPath(@TempDir Path folder) throws Exception {
        requests("/a_b", "/a?b", "/c d", "/a/b");
        long at = NOW.getEpochSecond();
        try (Carbon carbon = Carbon.start(folder)) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", carbon.port());
            builder(address).prefix("nodes").build().push();
            builder(address).prefix("tags").useTags(true).build().push();
            assertThat(carbon.await(stored -> stored.size() >= 6))
                    .isEqualTo(Map.of(
                            "nodes.r_total.path._a_b", Map.of(at, 8.0),
                            "nodes.r_total.path._c_d", Map.of(at, 4.0),
                            "tags.r_total;path=/a_b", Map.of(at, 1.0),
                            "tags.r_total;path=/a?b", Map.of(at, 2.0),
                            "tags.r_total;path=/c_d", Map.of(at, 4.0),
                            "tags.r_total;path=/a/b", Map.of(at, 8.0)));
        }
    }
}
