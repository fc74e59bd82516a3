package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.EqualHashes;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LongTasksTest {
    private final Registry registry = Registry.pedantic();
    private final AtomicLong nanos = new AtomicLong(-5);

    private LongTasks tasks(String... labels) {
        LongTasks tasks = new LongTasks(Desc.gauge("backup", "Backups.", labels), nanos::get);
        registry.register(tasks);
        return tasks;
    }

    private List<String> exposed() {
        assertThat(registry.gather().errors()).isEmpty();
        return registry.gather().families().stream()
                .flatMap(family -> family.metrics().stream())
                .map(metric -> metric.desc().name() + metric.labels() + " "
                        + Written.by(metric).value())
                .toList();
    }

    @Test
    void theLongestInProgressIsExposed() {
        LongTasks tasks = tasks();
        assertThat(exposed()).containsExactly("backup_in_progress{} 0.0", "backup_longest_seconds{} 0.0");
        LongTasks.Task first = tasks.start();
        nanos.addAndGet(60_000_000_000L);
        LongTasks.Task second = tasks.start();
        nanos.addAndGet(1_500_000_000L);

        assertThat(exposed()).containsExactly("backup_in_progress{} 2.0", "backup_longest_seconds{} 61.5");
        assertThat(second.elapsed()).isEqualTo(Duration.ofMillis(1500));
        first.close();
        first.close();
        assertThat(exposed()).containsExactly("backup_in_progress{} 1.0", "backup_longest_seconds{} 1.5");
        assertThat(tasks.longest()).isEqualTo(Duration.ofMillis(1500));
        second.close();
        assertThat(exposed()).containsExactly("backup_in_progress{} 0.0", "backup_longest_seconds{} 0.0");
    }

    @Test
    void eachLabelValueHasItsOwn() {
        LongTasks tasks = tasks("database");
        assertThat(exposed()).isEmpty();
        try (LongTasks.Task task = tasks.start("a")) {
            nanos.addAndGet(1_000_000_000L);
            assertThat(task.elapsed()).isEqualTo(Duration.ofSeconds(1));
            assertThat(tasks.inProgress("a")).isEqualTo(1);
        }

        assertThat(exposed())
                .containsExactly(
                        "backup_in_progress{database=\"a\"} 0.0", "backup_longest_seconds{database=\"a\"} 0.0");
        assertThatIllegalArgumentException().isThrownBy(tasks::start).withMessageContaining("expected 1 label values");
    }

    @Test
    void askingMakesNoSeries() {
        LongTasks tasks = tasks("database");

        assertThat(tasks.inProgress("a")).isZero();
        assertThat(tasks.longest("b")).isZero();

        assertThat(exposed()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(tasks::inProgress);
    }

    @Test
    void twoTasksThatStartAtOnceAreTwo() {
        LongTasks tasks = tasks();
        tasks.start();
        tasks.start().close();

        assertThat(tasks.inProgress()).isEqualTo(1);
    }

    @Test
    void namesHelpAndLabelsComeFromTheBuilder() {
        LongTasks tasks = LongTasks.builder("backup", "Backups.")
                .namespace("app")
                .constLabels(Labels.of("zone", "eu"))
                .registerOrGet(registry);

        assertThat(registry.gather().families())
                .extracting(family -> family.name() + ": " + family.help() + " " + family.unit())
                .containsExactly(
                        "app_backup_in_progress: Backups. How many are in progress. ",
                        "app_backup_longest_seconds: Backups. For how long the longest has been in progress. seconds");
        assertThat(LongTasks.builder("backup", "Backups.")
                        .namespace("app")
                        .constLabels(Labels.of("zone", "eu"))
                        .registerOrGet(registry))
                .isSameAs(tasks);
        LongTasks.builder("jobs", "").register(registry);
        assertThat(registry.gather().families().get(2).help()).isEqualTo("How many are in progress.");
    }

    /** To compare each with each would take minutes. */
    @Test
    @Timeout(60)
    void labelValuesOfEqualHashesAreFoundLikeOthers() {
        LongTasks tasks = tasks("database");
        EqualHashes.ofLength(16).forEach(tasks::start);

        assertThat(tasks.inProgress("AaBB".repeat(8))).isEqualTo(1);
        assertThat(exposed()).hasSize(2 << 16);
    }

    @Test
    void labelValuesAreThoseOfTheStart() {
        LongTasks tasks = tasks("database", "host");
        String[] values = {"orders", "a1"};
        tasks.start(values);
        values[0] = "customers";

        assertThat(tasks.inProgress("orders", "a1")).isEqualTo(1);
        assertThat(tasks.inProgress("customers", "a1")).isZero();
    }
}
