package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.Gauge;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.registry.AlreadyRegisteredException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PushedCollectorsTest {
    private final Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").build();

    @Test
    void collectorsArePushedWithTheirPresentValues() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Gauge age = Gauge.builder("age_seconds", "Age.").build();
            Pusher pusher = Pusher.to(gateway.url(), "db_backup")
                    .collector(depth)
                    .collector(age)
                    .format(Format.TEXT);
            pusher.push();
            depth.set(3);
            pusher.push();

            String age0 = "# HELP age_seconds Age.\n# TYPE age_seconds gauge\nage_seconds 0\n";
            String head = "# HELP queue_depth Jobs waiting.\n# TYPE queue_depth gauge\n";
            assertThat(gateway.requests())
                    .extracting(FakeGateway.Request::body)
                    .containsExactly(age0 + head + "queue_depth 0\n", age0 + head + "queue_depth 3\n");
        }
    }

    @Test
    void labelsAreAddedToAllThatIsPushed() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j")
                    .labels(Labels.of("zone", "eu", "env", "prod"))
                    .collector(depth)
                    .gatherer(Gathered.gauge("room", 1, "zone", "east"))
                    .format(Format.TEXT)
                    .push();
            assertThat(gateway.onlyRequest().body())
                    .contains("queue_depth{env=\"prod\",zone=\"eu\"} 0\n", "room{env=\"prod\",zone=\"east\"} 1\n");
        }
    }

    @Test
    void labelsOfTheGroupingKeyAreRefused() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = Pusher.to(gateway.url(), "j")
                    .grouping("zone", "eu")
                    .labels(Labels.of("zone", "eu"))
                    .collector(depth);
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(pusher::push)
                    .withMessageContaining("zone");
        }
    }

    @Test
    void collectorThatIsAlreadyThereThrowsAtOnce() {
        Pusher pusher = Pusher.to("localhost", "j").collector(depth);
        assertThatExceptionOfType(AlreadyRegisteredException.class).isThrownBy(() -> pusher.collector(depth));
    }

    @Test
    void familyOfSeveralGatherersIsPushedAsOne() throws IOException {
        Desc desc = Desc.gauge("room", "Help.", "zone");
        Map<String, Double> rooms = Map.of("west", 2.0, "east", 1.0);
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = Pusher.to(gateway.url(), "j").format(Format.TEXT);
            rooms.forEach((zone, value) ->
                    pusher.gatherer(Gathered.families(Gathered.family(ConstMetric.of(desc, value, zone)))));
            pusher.push();
            assertThat(gateway.onlyRequest().body())
                    .isEqualTo("# HELP room Help.\n# TYPE room gauge\nroom{zone=\"east\"} 1\nroom{zone=\"west\"} 2\n");
        }
    }

    @Test
    void oneSeriesFromTwoGatherersIsRefused() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = Pusher.to(gateway.url(), "j")
                    .gatherer(Gathered.gauge("room", 1, "zone", "east"))
                    .gatherer(Gathered.gauge("room", 2, "zone", "east"));
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(pusher::push)
                    .withMessageContaining("room");
            assertThat(gateway.requests()).isEmpty();
        }
    }
}
