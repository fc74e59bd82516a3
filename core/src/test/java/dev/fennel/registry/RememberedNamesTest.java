package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.metrics.Counter;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.testsupport.RecordedLog;
import org.junit.jupiter.api.Test;

/** What a registry remembers of names whose collectors are gone, and what it says once for each name. */
class RememberedNamesTest {
    private final Registry registry = Registry.create();
    private int others;

    private void comeAndGo(FixedGauge gauge) {
        registry.register(gauge);
        registry.unregister(gauge);
    }

    /** Each has a name that none had before. */
    private void othersComeAndGo(int count) {
        for (int i = 0; i < count; i++) {
            comeAndGo(FixedGauge.of("other_" + others++, 1));
        }
    }

    @Test
    void lastThousandNamesThatAreGoneKeepTheirMeaning() {
        comeAndGo(FixedGauge.of("x", 1));
        othersComeAndGo(999);
        FixedGauge contradicting = new FixedGauge(Desc.gauge("x", "another"), 1);
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(contradicting));

        othersComeAndGo(1);

        assertThatCode(() -> registry.register(contradicting)).doesNotThrowAnyException();
    }

    @Test
    void nameThatComesAgainIsTheYoungestWhenItGoes() {
        comeAndGo(FixedGauge.of("x", 1));
        othersComeAndGo(600);
        comeAndGo(FixedGauge.of("x", 1));
        othersComeAndGo(600);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new FixedGauge(Desc.gauge("x", "another"), 1)));
    }

    @Test
    void nameInUseIsNeverForgotten() {
        FixedGauge one = new FixedGauge(Desc.gauge("x", "h").withConstLabels(Labels.of("a", "1")), 1);
        registry.register(one);
        comeAndGo(new FixedGauge(Desc.gauge("x", "h").withConstLabels(Labels.of("a", "2")), 1));
        othersComeAndGo(2000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(FixedGauge.of("x", 1)))
                .withMessageContaining("as registered before under this name");
    }

    @Test
    void counterThatOpenMetricsDoesNotKnowIsLoggedOnce() {
        try (RecordedLog log = new RecordedLog("dev.fennel.registry")) {
            Counter requests = Counter.builder("requests", "Served.").register(registry);
            registry.unregister(requests);
            registry.register(requests);
            registry.withLabels(Labels.of("a", "1"))
                    .register(Counter.builder("_total", "h").build());
            Counter.builder("jobs_total", "Done.").register(registry);
            registry.register(FixedGauge.of("x", 1));

            assertThat(log.messages())
                    .containsExactly(
                            "INFO: counter \"requests\": its name does not end in \"_total\", so it has the type unknown"
                                    + " in OpenMetrics 1.0, and neither exemplars nor the time when counting began",
                            "INFO: counter \"_total\": its name does not end in \"_total\", so it has the type unknown"
                                    + " in OpenMetrics 1.0, and neither exemplars nor the time when counting began");
        }
    }

    @Test
    void logThatThrowsCostsNoRegistration() {
        try (RecordedLog log = new RecordedLog("dev.fennel.registry")) {
            log.breakDown();
            Counter.builder("requests", "Served.").register(registry);
            assertThat(log.messages()).hasSize(1);
        }
        assertThat(registry.gather().families()).hasSize(1);
    }

    @Test
    void counterThatIsRefusedIsNotLogged() {
        Counter.builder("requests", "Served.").register(Registry.create());
        registry.register(FixedGauge.of("requests", 1));
        try (RecordedLog log = new RecordedLog("dev.fennel.registry")) {
            Counter refused = Counter.builder("requests", "Served.").build();
            assertThatIllegalArgumentException().isThrownBy(() -> registry.register(refused));
            assertThat(log.messages()).isEmpty();
        }
    }
}
