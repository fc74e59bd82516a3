package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.Pushgateway;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the jobs leave in a real Pushgateway. */
class PushingExamplesTest {
    private static final String BACKUP = "{db=\"customers\",instance=\"\",job=\"db_backup\"} ";
    private static final String BATCH = "{instance=\"\",job=\"batch\"} ";
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

    private String gatewayOption() {
        return "-Dgateway=" + gateway.uri();
    }

    @Test
    void aFirstBackupThatFailsLeavesNoTimeOfSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gatewayOption(), "-Dfail=true"))
                .isEqualTo(new Example.Ended(
                        1, "Cannot back up: java.io.IOException: the disk is full\nThe backup failed\n"));

        assertThat(gateway.metrics())
                .contains("db_backup_success" + BACKUP + "0\n")
                .contains("db_backup_records_processed" + BACKUP + "22\n")
                .contains("db_backup_last_completion_timestamp_seconds" + BACKUP)
                .contains("db_backup_duration_seconds" + BACKUP)
                .doesNotContain("db_backup_last_success_timestamp_seconds");
    }

    @Test
    void aBackupThatFailsLeavesTheTimeOfTheLastSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gatewayOption()))
                .isEqualTo(new Example.Ended(0, "The backup succeeded\n"));
        assertThat(gateway.metrics()).contains("db_backup_records_processed" + BACKUP + "42\n");
        String success = successTime();

        assertThat(Example.run(DbBackup.class, gatewayOption(), "-Dfail=true").status())
                .isEqualTo(1);
        assertThat(gateway.metrics()).contains("db_backup_records_processed" + BACKUP + "22\n");
        assertThat(successTime()).isEqualTo(success);
    }

    private String successTime() {
        Matcher matcher = SUCCESS.matcher(gateway.metrics());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aBackupThatSucceedsReplacesItsGroupAndNoOther() throws Exception {
        Gauge old = Gauge.builder("db_backup_of_an_older_version", "Not pushed any more.").build();
        for (String database : List.of("customers", "orders")) {
            Pusher.to(gateway.uri().toString(), "db_backup").collector(old).grouping("db", database).push();
        }
        Example.run(DbBackup.class, gatewayOption());

        assertThat(gateway.metrics())
                .contains("db_backup_of_an_older_version{db=\"orders\"")
                .doesNotContain("db_backup_of_an_older_version{db=\"customers\"");
    }

    @Test
    void aBackupIsNoWorseForAGatewayThatIsOutOfReach() throws Exception {
        String nobody = "-Dgateway=http://127.0.0.1:" + FreePort.find();
        Example.Ended ended = Example.run(DbBackup.class, nobody);
        assertThat(ended.status()).isZero();
        assertThat(ended.output()).startsWith("Cannot push: ").endsWith("The backup succeeded\n");
    }

    @Test
    void theBatchPushesItsHundredSteps() throws Exception {
        assertThat(Example.run(Batch.class, gatewayOption()))
                .isEqualTo(new Example.Ended(0, "Pushed to " + gateway.uri() + "\n"));

        assertThat(gateway.metrics())
                .contains("batch_success" + BATCH + "1\n")
                .contains("batch_progress_ratio" + BATCH + "1\n")
                .contains("batch_step_failures_total" + BATCH + "10\n")
                .contains("batch_step_duration_seconds_count" + BATCH + "100\n")
                .containsPattern("(?m)^batch_duration_seconds" + Pattern.quote(BATCH) + "(?!0$)");
    }

    @Test
    void aBatchThatBreaksOffPushesHowFarItGot() throws Exception {
        Example.Ended ended = Example.run(Batch.class, gatewayOption(), "-Dbreak-off-at=30");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("IllegalStateException: broken off at step 30");

        assertThat(gateway.metrics())
                .contains("batch_success" + BATCH + "0\n")
                .contains("batch_progress_ratio" + BATCH + "0.29\n")
                .contains("batch_step_failures_total" + BATCH + "2\n")
                .containsPattern("(?m)^batch_duration_seconds" + Pattern.quote(BATCH) + "(?!0$)");
    }

    @Test
    void promtoolHasNothingToSayOfWhatTheyPush() throws Exception {
        for (Class<?> example : List.of(DbBackup.class, Batch.class)) {
            Example.run(example, gatewayOption());
        }

        // Without the gateway's own metrics, among which old versions of it have names that the linter dislikes.
        String own = gateway.metrics().lines()
                .filter(line -> line.contains("db_backup_") || line.contains("batch_"))
                .reduce("", (text, line) -> text + line + "\n");
        assertThat(Promtool.checkMetrics(own)).isEqualTo(new Promtool.Result(0, ""));
    }
}
