package dev.fennel.pushgateway;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The program that {@link ShutdownTest} ends: does what its first argument says, says so, and waits or exits. */
public final class ShutdownProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private ShutdownProgram() {}

    /** Takes what to do, how to end, and where the gateway, or the file, is. */
    public static void main(String[] args) throws Exception {
        Gauge steps = Gauge.builder("steps", "Steps done.").build();
        List<AutoCloseable> open = args[0].equals("textfile job")
                ? List.of(BatchJob.startForTextfile(Path.of(args[2]), "job", Pusher.NOTHING))
                : start(args[0], pusher(args[2]).collector(steps));
        steps.set(7);
        System.out.println("ready with " + open.size());
        if (args[1].equals("exit")) {
            System.exit(3);
        }
        NEVER.await();
    }

    private static Pusher pusher(String gateway) {
        return Pusher.to(gateway, "j")
                .format(Format.TEXT)
                .timeout(Duration.ofHours(1))
                .retries(Retries.attempts(9).withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    private static List<AutoCloseable> start(String what, Pusher pusher) throws IOException {
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
}
