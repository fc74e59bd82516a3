package dev.fennel.exposition;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfoAndStateSetTest {
    private final Encoder encoder = Format.TEXT.newEncoder();

    @Test
    void inTheTextFormatTheyAreGauges() {
        Registry registry = Registry.create();
        Info build = Info.builder("build_info", "What runs here.", "version", "revision")
                .register(registry);
        build.setLabelValues("2.4.0", "9f3c2e1");
        StateSet<String> features = StateSet.builder("features", "Switched on.", "search", "beta")
                .namespace("app")
                .constLabels(Labels.of("zone", "eu"))
                .register(registry);
        features.setTrue("search");

        assertThat(encode(registry)).isEqualTo("""
                # HELP app_features Switched on.
                # TYPE app_features gauge
                app_features{app_features="beta",zone="eu"} 0
                app_features{app_features="search",zone="eu"} 1
                # HELP build_info What runs here.
                # TYPE build_info gauge
                build_info{revision="9f3c2e1",version="2.4.0"} 1
                """);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statesOfEachSetStandTogether(boolean custom) {
        Registry registry = Registry.create();
        for (String queue : new String[] {"y", "x"}) {
            StateSet<String> mode = StateSet.builder("mode", "Mode.", "on", "off")
                    .constLabels(Labels.of("queue", queue))
                    .build();
            mode.setTrue("on");
            // A registry sorts the series of a collector that it does not know in each gather.
            registry.register(custom ? FunctionalCollector.unchecked(mode::collect) : mode);
        }
        String states = """
                # HELP mode Mode.
                # TYPE mode stateset
                mode{mode="off",queue="x"} 0.0
                mode{mode="on",queue="x"} 1.0
                mode{mode="off",queue="y"} 0.0
                mode{mode="on",queue="y"} 1.0
                # EOF
                """;

        for (Gatherer gatherer : List.of(registry, Gatherers.merge(List.of(registry)))) {
            assertThat(GatheredMetrics.from(gatherer).format(Format.OPENMETRICS))
                    .isEqualTo(states);
        }
    }

    @Test
    void whatIsChangedIsInTheNextScrape() {
        Registry registry = Registry.create();
        Info build = Info.builder("build_info", "", "version").register(registry);
        StateSet<String> features = StateSet.builder("features", "", "beta").register(registry);
        assertThatMetrics(GatheredMetrics.parse(encode(registry)))
                .contains("features{features=\"beta\"} 0")
                .hasNames("features");

        for (String version : new String[] {"1", "2"}) {
            build.setLabelValues(version);
            features.setTrue("beta");
            assertThatMetrics(GatheredMetrics.parse(encode(registry)))
                    .isEqualTo("# TYPE features gauge\nfeatures{features=\"beta\"} 1\n"
                            + "# TYPE build_info gauge\nbuild_info{version=\"" + version + "\"} 1\n");
        }
    }

    private String encode(Registry registry) {
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        String text = Families.encode(encoder, result.families());
        assertThat(encoder.errors()).isEmpty();
        return text;
    }

    @Test
    void thoseOfCustomCollectorsAreGaugesToo() {
        Metric os = ConstMetric.of(Desc.info("os_info", "", "name"), 1, "Linux");
        Metric phase = ConstMetric.of(Desc.stateSet("phase", "", "phase", "job"), 0, "running", "a");

        assertThat(Families.encode(encoder, Families.of(os, phase))).isEqualTo("""
                # HELP os_info\s
                # TYPE os_info gauge
                os_info{name="Linux"} 1
                # HELP phase\s
                # TYPE phase gauge
                phase{job="a",phase="running"} 0
                """);
    }

    @Test
    void anInfoThatWritesSomethingElseIsAnError() {
        Desc info = Desc.info("os_info", "");
        Metric wrong = Families.custom(info, Labels.EMPTY, visitor -> visitor.untyped(1));

        assertThat(Families.encode(encoder, Families.of(wrong))).isEmpty();
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("info \"os_info\"")
                .endsWith("expected a value of type " + MetricType.GAUGE + ", got one of type untyped");
    }
}
