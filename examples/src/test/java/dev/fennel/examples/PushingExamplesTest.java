package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.Pushgateway;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushingExamplesTest {
    private static final String BACKUP = "{db=\"customers\",instance=\"\",job=\"db_backup\"} ";
    private static final Pattern SUCCESS = Pattern.compile(
            "(?m)^db_backup_last_success_timestamp_seconds" + Pattern.quote(BACKUP) + "(.*)$");

    private Pushgateway gateway;

    @BeforeEach
    void startGateway() {
        gateway = Pushgateway.start();
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    @Test
    void aFirstBackupThatFailsLeavesNoTimeOfSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gateway.uri().toString(), "fail")).isEqualTo(1);

        assertThat(gateway.metrics())
                .contains("db_backup_records_processed" + BACKUP + "22\n")
                .contains("db_backup_last_completion_timestamp_seconds" + BACKUP)
                .contains("db_backup_duration_seconds" + BACKUP)
                .doesNotContain("db_backup_last_success_timestamp_seconds");
    }

    @Test
    void aBackupThatFailsLeavesTheTimeOfTheLastSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gateway.uri().toString())).isZero();
        assertThat(gateway.metrics()).contains("db_backup_records_processed" + BACKUP + "42\n");
        String success = successTime();

        assertThat(Example.run(DbBackup.class, gateway.uri().toString(), "fail")).isEqualTo(1);
        assertThat(gateway.metrics()).contains("db_backup_records_processed" + BACKUP + "22\n");
        assertThat(successTime()).isEqualTo(success);
    }

    private String successTime() {
        Matcher matcher = SUCCESS.matcher(gateway.metrics());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void theBatchPushesItsHundredSteps() throws Exception {
        assertThat(Example.run(Batch.class, gateway.uri().toString())).isZero();

        String group = "{instance=\"\",job=\"batch\"";
        assertThat(gateway.metrics())
                .contains("batch_steps_total" + group + ",outcome=\"ok\"} 90\n")
                .contains("batch_steps_total" + group + ",outcome=\"failed\"} 10\n")
                .contains("batch_step_duration_seconds_count" + group + "} 100\n")
                .contains("batch_progress_ratio" + group + "} 1\n");
    }

    @Test
    void promtoolHasNothingToSayOfWhatTheyPush() throws Exception {
        for (Class<?> example : List.of(DbBackup.class, Batch.class)) {
            Example.run(example, gateway.uri().toString());
        }

        // Without the gateway's own metrics, among which old versions of it have names that the linter dislikes.
        String own = gateway.metrics().lines()
                .filter(line -> line.contains("db_backup_") || line.contains("batch_"))
                .reduce("", (text, line) -> text + line + "\n");
        assertThat(Promtool.checkMetrics(own)).isEqualTo(new Promtool.Result(0, ""));
    }
}
