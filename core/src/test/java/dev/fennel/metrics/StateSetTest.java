package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateSetTest {
    private enum Phase {
        STARTING,
        RUNNING,
        STOPPING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum None {}

    private final StateSet<Phase> phase =
            StateSet.builder("phase", "Phase.", Phase.class).namespace("job").build();
    private final StateSet<String> flags =
            StateSet.builder("flags", "Features.", "search", "beta").build();

    /** What the series say, by state and in order. */
    private static Map<String, Double> values(StateSet<?> set) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric series : set.family().metrics()) {
            assertThat(Written.by(series).type()).isEqualTo(MetricType.GAUGE);
            values.put(
                    series.labels().get(set.desc().name()), Written.by(series).value());
        }
        return values;
    }

    private static Map<String, Double> phases(double running, double starting, double stopping) {
        return Map.of("running", running, "starting", starting, "stopping", stopping);
    }

    @Test
    void allStatesAreThereFromTheStartInOrder() {
        assertThat(values(phase)).isEqualTo(phases(0, 0, 0));
        assertThat(values(phase).keySet()).containsExactly("running", "starting", "stopping");
        assertThat(values(flags).keySet()).containsExactly("beta", "search");
        assertThat(phase.family().type()).isEqualTo(MetricType.STATE_SET);
        assertThat(phase.desc().variableLabels()).containsExactly("job_phase");
        assertThat(phase).hasToString("stateset \"job_phase\"");
    }

    @Test
    void statesAreSwitchedOneByOne() {
        flags.setTrue("beta");
        flags.set("search", true);
        assertThat(values(flags)).isEqualTo(Map.of("beta", 1.0, "search", 1.0));

        flags.setFalse("beta");
        flags.set("search", false);
        flags.setTrue("search");
        assertThat(values(flags)).isEqualTo(Map.of("beta", 0.0, "search", 1.0));
        assertThat(flags.isTrue("search")).isTrue();
        assertThat(flags.isTrue("beta")).isFalse();
    }

    @Test
    void oneStateTakesThePlaceOfAllOthers() {
        phase.setTrue(Phase.STARTING);
        phase.setOnly(Phase.RUNNING);
        assertThat(values(phase)).isEqualTo(phases(1, 0, 0));

        phase.setOnly(Phase.STOPPING);
        assertThat(values(phase)).isEqualTo(phases(0, 0, 1));
    }

    @Test
    void theFamilyStaysTheSameUntilSomethingChanges() {
        phase.setOnly(Phase.RUNNING);
        MetricFamily before = phase.family();
        phase.setOnly(Phase.RUNNING);
        phase.setTrue(Phase.RUNNING);
        phase.setFalse(Phase.STOPPING);
        assertThat(phase.family()).isSameAs(before);

        phase.setTrue(Phase.STOPPING);
        assertThat(phase.family()).isNotSameAs(before);
    }

    @Test
    void unknownStatesAreRefused() {
        assertThatThrownBy(() -> flags.setTrue("alpha"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateset \"flags\": expected one of the states [beta, search], got \"alpha\"");
        assertThatThrownBy(() -> flags.isTrue("alpha")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> flags.setOnly("alpha")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statesThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(() -> StateSet.builder("x", "", "a", "b", "a").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateset \"x\": duplicate state \"a\"");
        assertThatThrownBy(() -> StateSet.builder("x", "").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateset \"x\": expected at least one state, got none");
        assertThatThrownBy(() -> StateSet.builder("x", "", None.class).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateSet.builder("x", "", "a").unit("x").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateset \"x\": got the unit \"x\", expected none for a metric of this type");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRegistryTakesSeveralThatDifferInConstLabels(boolean pedantic) {
        Registry registry = pedantic ? Registry.pedantic() : Registry.create();
        for (String zone : new String[] {"us", "eu"}) {
            StateSet<String> set = StateSet.builder("flags", "", "b", "a")
                    .constLabels(Labels.of("zone", zone))
                    .build();
            registry.register(set);
            set.setTrue("b");
        }

        assertThat(registry.gather().errors()).isEmpty();
        assertThat(registry.gather().families()).singleElement().satisfies(family -> assertThat(family.metrics())
                .extracting(series -> series.labels() + " " + Written.by(series).value())
                .containsExactly(
                        "{flags=\"a\",zone=\"eu\"} 0.0",
                        "{flags=\"b\",zone=\"eu\"} 1.0",
                        "{flags=\"a\",zone=\"us\"} 0.0",
                        "{flags=\"b\",zone=\"us\"} 1.0"));
    }

    @Test
    void exactlyOneIsOnInEveryReadingOfSomethingThatHasOneState() throws Exception {
        phase.setOnly(Phase.STARTING);
        Threads.runBeside(
                () -> assertThat(values(phase).values()).containsExactlyInAnyOrder(0.0, 0.0, 1.0), 4, thread -> {
                    for (int i = 0; i < 5_000; i++) {
                        phase.setOnly(Phase.values()[(thread + i) % 3]);
                    }
                });
    }

    @Test
    void aPrefixIsPutBeforeTheNameOfItsLabelToo() {
        Registry registry = Registry.pedantic();
        registry.withLabels(Labels.of("zone", "eu")).withPrefix("app_").register(phase);

        assertThat(registry.gather().errors()).isEmpty();
        MetricFamily family = registry.gather().families().get(0);
        assertThat(family.name()).isEqualTo("app_job_phase");
        assertThat(family.metrics())
                .extracting(Metric::labels)
                .containsExactly(
                        Labels.of("app_job_phase", "running", "zone", "eu"),
                        Labels.of("app_job_phase", "starting", "zone", "eu"),
                        Labels.of("app_job_phase", "stopping", "zone", "eu"));
    }
}
