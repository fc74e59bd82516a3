package dev.fennel.examples;

import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.Pusher;
import java.io.IOException;

/**
 * A backup that ends before a Prometheus server could scrape it, so it pushes its metrics.
 *
 * <pre>
 * java -Dgateway=http://localhost:9091 -cp examples/target/fennel-examples.jar dev.fennel.examples.DbBackup
 * </pre>
 *
 * <p>Look at {@code db_backup_last_success_timestamp_seconds} in the gateway's {@code /metrics}, then run it again with
 * {@code -Dfail=true}. A success replaces all metrics that the gateway has of this job and database. A failure only
 * adds metrics: the time of the last success stays there, for an alert on how long ago that was.
 */
public final class DbBackup {
    private final Gauge records = Gauge.builder("db_backup_records_processed", "Records that the last backup got to.")
            .build();
    private final Pusher pusher;

    private DbBackup(String gateway, String database) {
        pusher = Pusher.to(gateway, "db_backup").grouping("db", database).collector(records);
    }

    /** Backs up, pushes, and ends with status 1 if the backup failed. */
    public static void main(String[] args) {
        String gateway = System.getProperty("gateway", "http://localhost:9091");
        DbBackup backup = new DbBackup(gateway, System.getProperty("db", "customers"));
        boolean success = backup.run(Boolean.getBoolean("fail"));
        System.out.println("The backup " + (success ? "succeeded" : "failed"));
        System.exit(success ? 0 : 1);
    }

    /** Runs the backup and pushes its metrics. A gateway that cannot be reached does not make the backup fail. */
    private boolean run(boolean fails) {
        boolean success = false;
        try (BatchJob job = pusher.startJob("db_backup")) {
            backUp(fails);
            job.succeed();
            success = true;
        } catch (IOException e) {
            System.err.println((success ? "Cannot push: " : "Cannot back up: ") + e);
        }
        return success;
    }

    /** A stand-in for the backup itself. */
    private void backUp(boolean fails) throws IOException {
        for (int i = 0; i < 42; i++) {
            records.inc();
            if (fails && i == 21) {
                throw new IOException("the disk is full");
            }
        }
    }
}
