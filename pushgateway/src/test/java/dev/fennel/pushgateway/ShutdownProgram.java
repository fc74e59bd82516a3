package dev.fennel.pushgateway;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.Gauge;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.registry.GatherResult;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;

/** The program that {@link ShutdownTest} ends: does what its first argument says, says so, and waits or exits. */
public final class ShutdownProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final Gauge STEPS = Gauge.builder("steps", "Steps done.").build();

    private ShutdownProgram() {}

    /** Takes what to do, how to end, and where the gateway, or the file, is. */
    public static void main(String[] args) throws Exception {
        List<AutoCloseable> open = args[0].equals("textfile job")
                ? List.of(BatchJob.startForTextfile(Path.of(args[2]), "job", Pusher.NOTHING))
                : start(args[0], args[2]);
        STEPS.set(7);
        System.out.println("ready with " + open.size());
        if (args[1].equals("exit")) {
            System.exit(3);
        }
        NEVER.await();
    }

    private static Pusher pusher(String gateway) {
        return patient(Pusher.to(gateway, "j").format(Format.TEXT));
    }

    private static RemoteWrite store(String url) {
        return patient(RemoteWrite.to(url + "/api/v1/write", "j").version(RemoteWrite.Version.V1_0));
    }

    private static OtlpPush collector(String url) {
        return patient(OtlpPush.to(url, "j").json());
    }

    private static <P extends MetricsPush<P>> P patient(P push) {
        return push.collector(STEPS)
                .timeout(Duration.ofHours(1))
                .retries(Retries.attempts(9).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    /** A job and pushes at an interval, which push at once. */
    private static List<AutoCloseable> startBoth(MetricsPush<?> push) {
        return List.of(push.startJob(), push.start(Duration.ofDays(1)));
    }

    private static List<AutoCloseable> start(String what, String url) throws IOException {
        Pusher pusher = pusher(url);
        switch (what) {
            case "job" -> {
                return List.of(pusher.startJob());
            }
            case "succeeded job" -> {
                BatchJob job = pusher.startJob();
                job.succeed();
                return List.of(job);
            }
            case "job that hangs" -> {
                return List.of(pusher.gatherer(ShutdownProgram::hang).startJob());
            }
            case "pushes" -> {
                return List.of(pusher.start(Duration.ofDays(1)));
            }
            case "store" -> {
                return startBoth(store(url));
            }
            case "collector" -> {
                return startBoth(collector(url));
            }
            case "several" -> {
                List<AutoCloseable> several = new ArrayList<>();
                for (MetricsPush<?> push : List.of(pusher, store(url), collector(url), pusher(url))) {
                    several.addAll(startBoth(push));
                }
                return several;
            }
            case "closed" -> {
                pusher.startJob().close();
                pusher.start(Duration.ofDays(1)).close();
                return List.of();
            }
            case "job that is being closed" -> {
                closeBesideAHook(pusher);
                return List.of();
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static GatherResult hang() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static void closeBesideAHook(Pusher pusher) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("shutting down")));
        BatchJob job = pusher.startJob();
        new Thread(() -> {
                    try {
                        job.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .start();
    }

    /** What logs with a service that a test names: the library's messages hang, as at a full pipe. */
    public static final class HangingLog extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
            return new System.Logger() {
                @Override
                public String getName() {
                    return name;
                }

                @Override
                public boolean isLoggable(Level level) {
                    return name.startsWith("dev.fennel.");
                }

                @Override
                public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
                    log();
                }

                @Override
                public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
                    log();
                }

                private void log() {
                    if (name.startsWith("dev.fennel.")) {
                        System.out.println("logging");
                        hang();
                    }
                }
            };
        }
    }
}
