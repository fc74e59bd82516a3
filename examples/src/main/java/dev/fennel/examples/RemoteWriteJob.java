package dev.fennel.examples;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.Retries;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;

/**
 * A job that writes its metrics into the store itself when it ends, where there is no Pushgateway: into a Prometheus
 * server that was started with {@code --web.enable-remote-write-receiver}, or any other store that takes remote writes.
 *
 * <pre>
 * java -Dstore=http://localhost:9090/api/v1/write -cp examples/target/fennel-examples.jar \
 *     dev.fennel.examples.RemoteWriteJob
 * </pre>
 *
 * <p>A store shows a sample for five minutes and then only to those who ask for earlier times. So an alert on a job
 * that runs once a day looks back: {@code time() - last_over_time(report_last_success_timestamp_seconds[2d]) > 90000}.
 */
public final class RemoteWriteJob {
    private final Registry registry = Registry.create();
    private final Counter lines =
            Counter.builder("report_lines_total", "Lines that were written.").register(registry);
    private final Histogram pageDuration = Histogram.builder("report_page_duration_seconds", "Time that a page took.")
            .unit("seconds")
            .nativeBuckets(1.1)
            .register(registry);

    private RemoteWriteJob() {}

    /** Writes a report and pushes; ends with status 1 if the metrics could not be pushed. */
    public static void main(String[] args) {
        String store = System.getProperty("store", "http://localhost:9090/api/v1/write");
        RemoteWriteJob job = new RemoteWriteJob();
        RemoteWrite push = RemoteWrite.to(store, "report")
                .externalLabel("instance", System.getProperty("instance", "report-1"))
                .gatherer(job.registry)
                .retries(Retries.attempts(3));
        try (BatchJob run = push.startJob("report")) {
            job.write();
            run.succeed();
        } catch (IOException e) {
            System.err.println("Cannot push: " + e.getMessage());
            System.exit(1);
        }
        System.out.println("Pushed to " + store);
    }

    /** A stand-in for the report itself. */
    private void write() {
        for (int page = 0; page < 10; page++) {
            pageDuration.time(() -> lines.add(50));
        }
    }
}
