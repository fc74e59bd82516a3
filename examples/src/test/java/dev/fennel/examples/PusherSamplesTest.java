package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Gauge;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples in the Javadoc of pushes. */
class PusherSamplesTest {
    private final Gauge records = Gauge.builder("db_backup_records", "Records.").build();
    private PushReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = PushReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private String gateway() {
        return receiver.address();
    }

    private void dump() {
        records.set(42);
    }

    @Test
    void remoteWrite() throws IOException {
        String store = gateway() + "/api/v1/write";
        RemoteWrite.to(store, "db_backup")
                .collector(records)
                .externalLabel("db", "customers")
                .push();
        assertThat(receiver.requests()).containsOnly("POST /api/v1/write");
    }

    @Test
    void otlp() throws IOException {
        String collector = gateway();
        OtlpPush.to(collector, "db_backup")
                .collector(records)
                .resourceAttribute("service.instance.id", "db-1")
                .push();
        assertThat(receiver.requests()).containsOnly("POST /v1/metrics");
    }

    @Test
    void retries() throws IOException {
        String gateway = gateway();
        Retries patient = Retries.attempts(8)
                .withBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .within(Duration.ofMinutes(10));
        Pusher.to(gateway, "db_backup").collector(records).retries(patient).push();

        assertThat(receiver.requests()).containsExactly("PUT /metrics/job/db_backup");
    }

    @Test
    void batchJob() throws IOException {
        Pusher pusher = Pusher.to(gateway(), "db_backup").collector(records);
        try (BatchJob job = pusher.startJob("db_backup")) {
            dump();
            job.succeed();
        }

        assertThat(receiver.requests()).containsExactly("PUT /metrics/job/db_backup");
    }

    @Test
    void batchJobForATextfile(@TempDir Path directory) throws IOException {
        Registry registry = Registry.create();
        registry.register(records);
        Path file = directory.resolve("db_backup.prom");
        try (BatchJob job = BatchJob.startForTextfile(file, "db_backup", registry)) {
            dump();
            job.succeed();
        }

        assertThat(file).content().contains("\ndb_backup_records 42\n", "\ndb_backup_success 1\n");
    }

    @Test
    @SuppressWarnings("try") // the pushes are there to be closed
    void periodicPush() {
        Pusher pusher = Pusher.to(gateway(), "worker").collector(records);
        try (PeriodicPush pushes = pusher.start(Duration.ofSeconds(15))) {
            dump();
        }

        assertThat(receiver.requests()).containsExactly("PUT /metrics/job/worker", "PUT /metrics/job/worker");
    }
}
