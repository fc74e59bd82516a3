package dev.fennel.examples;

import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Timer;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import java.io.IOException;

/**
 * A backup that ends before a Prometheus server could scrape it, and so pushes what it measured.
 *
 * <p>A success replaces all that the gateway had of this job. A failure only adds: the time of the last success stays
 * there, for an alert that looks at how long it is past. Arguments: the URL of the Pushgateway, {@code
 * http://localhost:9091} if left out; and {@code fail}, to see what a failure leaves.
 */
public final class DbBackup {
    private final Registry registry = Registry.create();
    private final Gauge completed = Gauge.builder(
                    "db_backup_last_completion_timestamp_seconds", "When a backup last ended, well or not.")
            .unit("seconds")
            .register(registry);
    private final Gauge duration = Gauge.builder("db_backup_duration_seconds", "How long the last backup took.")
            .unit("seconds")
            .register(registry);
    private final Gauge records = Gauge.builder("db_backup_records_processed", "Records that the last backup got to.")
            .register(registry);

    /** Registered nowhere: it is pushed after a success only. */
    private final Gauge succeeded = Gauge.builder(
                    "db_backup_last_success_timestamp_seconds", "When a backup last succeeded.")
            .unit("seconds")
            .build();

    private DbBackup() {}

    /** Backs up, pushes, and ends with status 1 after a failure. */
    public static void main(String[] args) throws IOException {
        String gateway = args.length > 0 ? args[0] : "http://localhost:9091";
        boolean fails = args.length > 1 && args[1].equals("fail");
        boolean succeeded = new DbBackup().run(gateway, fails);
        System.out.println("Pushed to " + gateway + ", the backup " + (succeeded ? "succeeded" : "failed"));
        System.exit(succeeded ? 0 : 1);
    }

    private boolean run(String gateway, boolean fails) throws IOException {
        Pusher pusher = Pusher.to(gateway, "db_backup").grouping("db", "customers").gatherer(registry);
        Timer timer = Timer.start();
        boolean success = backUp(fails);
        timer.observe(duration::set);
        completed.setToCurrentTime();
        if (success) {
            succeeded.setToCurrentTime();
            pusher.collector(succeeded).push();
        } else {
            pusher.add();
        }
        return success;
    }

    /** Stands in for the backup proper. */
    private boolean backUp(boolean fails) {
        for (int i = 0; i < 42; i++) {
            records.inc();
            if (fails && i == 21) {
                return false;
            }
        }
        return true;
    }
}
