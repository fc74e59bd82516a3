import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.Pusher;

public class Backup {
    public static void main(String[] args) throws Exception {
        Gauge records = Gauge.builder("backup_records", "Records in the last backup.").build();
        Pusher pusher = Pusher.to("http://localhost:9091", "db_backup")
                .grouping("db", "customers")
                .collector(records);
        try (BatchJob job = pusher.startJob("backup")) {
            records.set(dump());
            job.succeed();
        }
    }

    static int dump() {
        return 42;
    }
}
