package dev.fennel.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Does everything at once for ten minutes, or the seconds given, and fails unless all is as it should be in the end:
 * all totals exact, the heap and the number of threads flat, and no error but those that are planted. It prints figures
 * every ten seconds.
 *
 * <pre>{@code
 * mvn -q -Psoak process-test-classes -pl examples -am
 * }</pre>
 *
 * <p>{@code -Dsoak.seconds=120} makes it shorter. {@link SoakTest} runs it for ten seconds in every build.
 */
public final class Soak {
    private static final Duration STEP = Duration.ofSeconds(10);
    /** How much longer than asked for the program may take, before it counts as hanging. */
    private static final Duration END_LIMIT = Duration.ofMinutes(3);

    private Soak() {}

    /**
     * The program.
     *
     * @param arguments the seconds to run, 600 by default, and a folder for files, a new one by default
     * @throws Exception if something cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 600;
        haltIfItHangs(Duration.ofSeconds(seconds).plus(END_LIMIT));
        List<String> problems = new Soak().run(Duration.ofSeconds(seconds));
        problems.forEach(problem -> System.out.println("WRONG: " + problem));
        System.out.println(problems.isEmpty() ? "all is well" : problems.size() + " problems");
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static void haltIfItHangs(Duration limit) {
        Thread watchdog = new Thread(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(limit.toNanos());
            } catch (InterruptedException e) {
                return; // nobody interrupts it
            }
            System.out.println("WRONG: not over after " + limit);
            Thread.getAllStackTraces().forEach((thread, stack) -> System.out.println(thread + " " + List.of(stack)));
            Runtime.getRuntime().halt(1);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** Runs, and returns what is wrong. */
    private List<String> run(Duration duration) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fennel-soak");
        SoakHealth health = new SoakHealth(duration);
        SoakLoad load = new SoakLoad();
        SoakOverflows overflows = new SoakOverflows(load.registry);
        List<String> problems = new ArrayList<>();
        try (SoakFaults faults = new SoakFaults();
                SoakReceivers receivers = new SoakReceivers();
                SoakOutlets outlets = new SoakOutlets(load.registry, faults, receivers, folder, health)) {
            List<SoakThread> threads = new ArrayList<>();
            threads.addAll(load.threads());
            threads.add(overflows);
            threads.addAll(outlets.threads());
            threads.forEach(SoakThread::start);
            watch(duration, health, () -> load.figures() + outlets.figures() + overflows.figures());
            health.check(problems);
            threads.forEach(SoakThread::end);
            faults.release();
            for (SoakThread thread : threads) {
                thread.await(problems);
            }
            load.check(problems);
            overflows.check(problems);
            outlets.check(problems);
        }
        health.checkEnded(problems);
        SoakOutlets.delete(folder);
        return problems;
    }

    private interface Figures {
        String now();
    }

    private static void watch(Duration duration, SoakHealth health, Figures figures) throws InterruptedException {
        long start = System.nanoTime();
        long step = Math.min(STEP.toNanos(), duration.toNanos() / 5);
        for (long next = step; next <= duration.toNanos(); next += step) {
            TimeUnit.NANOSECONDS.sleep(start + next - System.nanoTime());
            System.out.printf("%4d s  %s%s%n", next / 1_000_000_000, health.measure(), figures.now());
        }
    }
}
