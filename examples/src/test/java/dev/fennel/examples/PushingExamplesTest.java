package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.Pushgateway;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The metrics that the jobs push to a real Pushgateway. */
@BothAges
class PushingExamplesTest {
    @Parameter
    Age age;

    private static final String LAST_SUCCESS = "db_backup_last_success_timestamp_seconds";

    private Pushgateway gateway;

    @BeforeEach
    void startGateway() {
        gateway = Pushgateway.start(age);
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) { // there is none where the program is missing, and the test was skipped
            gateway.close();
        }
    }

    private String gatewayOption() {
        return "-Dgateway=" + gateway.uri();
    }

    @Test
    void aFirstBackupThatFailsLeavesNoTimeOfSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gatewayOption(), "-Dfail=true"))
                .isEqualTo(new Example.Ended(
                        1, "Cannot back up: java.io.IOException: the disk is full\nThe backup failed\n"));

        assertThatMetrics(gateway.page())
                .withLabels("job", "db_backup", "db", "customers")
                .without("push_time_seconds", "push_failure_time_seconds")
                .hasNames(
                        "db_backup_success",
                        "db_backup_records_processed",
                        "db_backup_last_completion_timestamp_seconds",
                        "db_backup_duration_seconds")
                .contains("""
                        db_backup_success{db="customers",instance="",job="db_backup"} 0
                        db_backup_records_processed{db="customers",instance="",job="db_backup"} 22
                        """);
    }

    @Test
    void aBackupThatFailsLeavesTheTimeOfTheLastSuccess() throws Exception {
        assertThat(Example.run(DbBackup.class, gatewayOption()))
                .isEqualTo(new Example.Ended(0, "The backup succeeded\n"));
        assertRecords(42);
        double success = successTime();

        assertThat(Example.run(DbBackup.class, gatewayOption(), "-Dfail=true").status())
                .isEqualTo(1);
        assertRecords(22);
        assertThat(successTime()).isEqualTo(success);
    }

    private void assertRecords(int records) {
        assertThatMetrics(gateway.page())
                .contains("db_backup_records_processed{db=\"customers\",instance=\"\",job=\"db_backup\"} " + records);
    }

    private double successTime() {
        return GatheredMetrics.scrape(gateway.page())
                .named(LAST_SUCCESS)
                .withLabels("db", "customers")
                .value();
    }

    @Test
    void aBackupThatSucceedsReplacesItsGroupAndNoOther() throws Exception {
        Gauge old = Gauge.builder("db_backup_of_an_older_version", "Not pushed any more.")
                .build();
        for (String database : List.of("customers", "orders")) {
            Pusher.to(gateway.uri().toString(), "db_backup")
                    .collector(old)
                    .grouping("db", database)
                    .push();
        }
        Example.run(DbBackup.class, gatewayOption());

        assertThatMetrics(gateway.page())
                .named("db_backup_of_an_older_version")
                .hasCount(1)
                .withLabels("db", "orders")
                .hasCount(1);
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

        GatheredMetrics pushed = pushedByTheBatch();
        assertThatMetrics(pushed).contains("""
                batch_success{instance="",job="batch"} 1
                batch_progress_ratio{instance="",job="batch"} 1
                batch_step_failures_total{instance="",job="batch"} 10
                """);
        assertThatMetrics(pushed).named("batch_step_duration_seconds").hasObservationCount(100);
        assertThat(pushed.named("batch_duration_seconds").value()).isPositive();
    }

    private GatheredMetrics pushedByTheBatch() {
        return GatheredMetrics.scrape(gateway.page()).withLabels("job", "batch");
    }

    @Test
    void aBatchThatBreaksOffPushesHowFarItGot() throws Exception {
        Example.Ended ended = Example.run(Batch.class, gatewayOption(), "-Dbreak-off-at=30");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("IllegalStateException: broken off at step 30");

        GatheredMetrics pushed = pushedByTheBatch();
        assertThatMetrics(pushed).contains("""
                batch_success{instance="",job="batch"} 0
                batch_progress_ratio{instance="",job="batch"} 0.29
                batch_step_failures_total{instance="",job="batch"} 2
                """);
        assertThat(pushed.named("batch_duration_seconds").value()).isPositive();
    }

    @Test
    void anImportReplacesTheGroupOfATableAndAddsTheCheck() throws Exception {
        assertThat(Example.run(GroupedPush.class, gatewayOption()))
                .isEqualTo(new Example.Ended(0, "Pushed to " + gateway.uri() + "\n"));
        for (String table : List.of("customers", "orders")) {
            assertThatMetrics(gateway.page())
                    .withLabels("job", "import", "table", table)
                    .without("push_time_seconds", "push_failure_time_seconds")
                    .hasNames(
                            "import_rows",
                            "import_last_completion_timestamp_seconds",
                            "import_last_check_timestamp_seconds");
        }

        Example.run(GroupedPush.class, gatewayOption(), "-Dforget=orders");
        assertThatMetrics(gateway.page()).contains("import_rows{instance=\"\",job=\"import\",table=\"customers\"} 9");
        assertThatMetrics(gateway.page()).withLabels("table", "orders").isEmpty();
    }

    @Test
    void promtoolHasNothingToSayOfWhatTheyPush() throws Exception {
        for (Class<?> example : List.of(DbBackup.class, Batch.class, GroupedPush.class)) {
            Example.run(example, gatewayOption());
        }

        // Without the metrics of the gateway itself: old versions have names of which the linter complains.
        GatheredMetrics page = GatheredMetrics.scrape(gateway.page());
        for (String job : List.of("db_backup", "batch", "import")) {
            GatheredMetrics pushed = page.withLabels("job", job);
            assertThatMetrics(pushed).isNotEmpty();
            assertThat(Promtool.checkMetrics(age, pushed.format(Format.TEXT))).isEqualTo(new Promtool.Result(0, ""));
        }
    }
}
