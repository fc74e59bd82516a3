package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfoTest {
    private final Info info =
            Info.builder("build_info", "What runs.", "version", "revision").build();

    private static Labels labels(String version, String revision) {
        return Labels.of("version", version, "revision", revision);
    }

    @Test
    void thereIsNothingUntilLabelsAreSet() {
        assertThat(info.family().metrics()).isEmpty();

        info.setLabelValues("2.4.0", "9f3c2e1");
        assertThat(info.labels()).containsExactly(labels("2.4.0", "9f3c2e1"));
        assertThat(Written.by(info.family().metrics().get(0)).type()).isEqualTo(MetricType.GAUGE);
        assertThat(Written.by(info.family().metrics().get(0)).value()).isEqualTo(1);
        assertThat(info.family().type()).isEqualTo(MetricType.INFO);
        assertThat(info).hasToString("info \"build_info\"");
    }

    @Test
    void settingReplacesAllThatWasThere() {
        info.setLabelValues("1", "a");
        info.addLabelValues("2", "b");
        info.setLabels(labels("3", "c"));

        assertThat(info.labels()).containsExactly(labels("3", "c"));
    }

    @Test
    void addedLabelsAreInOrderAndOnlyOnce() {
        info.addLabelValues("1", "b");
        info.addLabelValues("0", "c");
        info.addLabels(labels("2", "a"));
        info.addLabelValues("1", "b");

        assertThat(info.labels()).containsExactly(labels("2", "a"), labels("1", "b"), labels("0", "c"));
    }

    @Test
    void deletedLabelsAreGone() {
        info.addLabelValues("1", "a");
        info.addLabelValues("2", "b");
        info.addLabelValues("3", "c");
        info.deleteLabelValues("1", "a");
        info.delete(labels("2", "b"));
        info.deleteLabelValues("never", "there");

        assertThat(info.labels()).containsExactly(labels("3", "c"));
    }

    @Test
    void theFamilyStaysTheSameUntilSomethingChanges() {
        info.setLabelValues("1", "a");
        MetricFamily before = info.family();
        info.setLabelValues("1", "a");
        info.addLabelValues("1", "a");
        info.deleteLabelValues("2", "a");
        assertThat(info.family()).isSameAs(before);

        info.setLabelValues("2", "a");
        assertThat(info.family()).isNotSameAs(before);
    }

    @Test
    void withoutLabelsTheConstLabelsAreThereFromTheStart() {
        Info host = Info.builder("info", "Where it runs.")
                .namespace("host")
                .constLabels(Labels.of("zone", "eu"))
                .build();

        assertThat(host.labels()).containsExactly(Labels.of("zone", "eu"));
        assertThat(host.desc().name()).isEqualTo("host_info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "build_information", "_info", "info"})
    void aNameThatDoesNotEndInInfoIsRefused(String name) {
        assertThatThrownBy(() -> Info.builder(name, "").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("info \"" + name + "\": expected a name that ends in \"_info\"");
    }

    @Test
    void mistakesAreRefusedAndChangeNothing() {
        info.setLabelValues("1", "a");

        assertThatThrownBy(() -> info.setLabelValues("2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("info \"build_info\": expected 2 label values [version, revision], got 1 [2]");
        for (Labels wrong : List.of(Labels.of("version", "2"), Labels.of("version", "2", "other", "a"))) {
            assertThatThrownBy(() -> info.addLabels(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("info \"build_info\": expected labels [version, revision], got " + wrong);
        }
        assertThatThrownBy(() -> info.addLabelValues("2", "\ud83d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Info.builder("a_info", "").unit("info").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("info \"a_info\": got the unit \"info\", expected none for a metric of this type");
        assertThat(info.labels()).containsExactly(labels("1", "a"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRegistryTakesIt(boolean pedantic) {
        Registry registry = pedantic ? Registry.pedantic() : Registry.create();
        registry.register(info);
        assertThat(registry.gather().families()).isEmpty();

        info.setLabelValues("1", "a");
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(result.families()).containsExactly(info.family());
    }

    @Test
    void noReadingSeesTwoSettingsOrNone() throws Exception {
        info.setLabelValues("0", "0");
        Threads.runBeside(() -> assertThat(info.labels()).hasSize(1), 4, thread -> {
            for (int i = 0; i < 2_000; i++) {
                info.setLabelValues("" + thread, "" + i);
            }
        });
    }

    @Test
    void noAdditionIsLost() throws Exception {
        Threads.run(4, thread -> {
            for (int i = 0; i < 50; i++) {
                info.addLabelValues("" + thread, "" + i);
            }
        });
        List<Labels> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.add(labels("" + i / 50, "" + i % 50));
        }

        assertThat(info.labels()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
