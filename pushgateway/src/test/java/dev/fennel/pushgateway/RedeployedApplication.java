package dev.fennel.pushgateway;

import dev.fennel.metrics.Gauge;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** An application that has the library in its own class loader, as {@link RedeployTest} starts and drops it. */
public final class RedeployedApplication {
    private static final Registry REGISTRY = Registry.create();
    private static final Gauge STEPS = Gauge.builder("steps", "Steps done.").register(REGISTRY);

    @SuppressWarnings("NullAway.Init") // what an application keeps for as long as it lives
    private static Pusher pusher;

    private RedeployedApplication() {}

    /** Uses all that the package has, and closes what can be closed. */
    public static void run(String gateway, String nobody, String file) throws Exception {
        pusher = Pusher.to(gateway, "j").gatherer(REGISTRY).gzip().basicAuth("user", "pass");
        pusher.push();
        pusher.add();
        pusher.delete();
        try (BatchJob job = pusher.startJob()) {
            job.succeed();
        }
        pusher.startJob("failed").close();
        BatchJob.startForTextfile(Path.of(file), "backup", REGISTRY).close();
        PeriodicPush pushes = pusher.start(Duration.ofMinutes(1));
        STEPS.inc();
        pushes.close();

        RemoteWrite store = RemoteWrite.to(gateway + "/api/v1/write", "j")
                .gatherer(REGISTRY)
                .staleMarkers();
        store.push();
        try (BatchJob job = store.startJob()) {
            job.succeed();
        }
        store.start(Duration.ofMinutes(1)).close();
        fail(RemoteWrite.to("http://" + nobody + "/api/v1/write", "j").gatherer(REGISTRY)::push);

        OtlpPush collector = OtlpPush.to(gateway, "j").gatherer(REGISTRY);
        if (!collector.push().equals(collector.json().gzip().push())) {
            throw new AssertionError("pushes of the same metrics differ");
        }
        try (BatchJob job = collector.startJob()) {
            job.succeed();
        }
        collector.start(Duration.ofMinutes(1)).close();
        fail(OtlpPush.to("http://" + nobody, "j").gatherer(REGISTRY)::push);

        Retries twice = Retries.attempts(2).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
        fail(Pusher.to("http://" + nobody, "j").retries(twice)::push);
        fail(Pusher.to("https://" + nobody, "j")::push);
        pusher.gatherer(() -> {
            throw new IllegalStateException("broken");
        });
        fail(pusher::push);
    }

    /** What cannot be done. */
    private interface Push {
        void push() throws IOException;
    }

    private static void fail(Push failing) {
        try {
            failing.push();
            throw new AssertionError("pushed");
        } catch (IOException e) {
            STEPS.inc();
        }
    }
}
