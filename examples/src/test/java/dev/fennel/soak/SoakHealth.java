package dev.fennel.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Watches heap, threads and errors.
 *
 * <p>The heap is measured after a full collection while everything goes on, so each figure has some bodies in flight.
 * So the least of a few figures at the beginning is compared with the least of a few at the end, and a line through all
 * figures after the first minute must not rise.
 */
final class SoakHealth {
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final int FEW = 3;
    private static final int MOST_PROBLEMS = 20;
    /** What the heap may grow from the first figures to the last: what is compiled and cached late. */
    private static final long MOST_GROWTH = 2 << 20;
    /** The same for a run that is over before it is warm. */
    private static final long MOST_GROWTH_COLD = 8 << 20;
    /** How many bytes a minute the line may rise: less than the noise, far less than a byte for each operation. */
    private static final double MOST_RISE = 200_000;
    /** The threads of overflows, of pools and of the hanging scrapes come and go. */
    private static final int MOST_MORE_THREADS = 5;
    /** The same while the pools still fill: far fewer than a thread for each scrape or push of such a run. */
    private static final int MOST_MORE_THREADS_COLD = 25;

    private final boolean warm;
    private final long stepNanos;
    private final long start = System.nanoTime();
    private final List<Figure> figures = new ArrayList<>();
    private final AtomicLong planted = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    /** Kept, because a logger without a reference forgets its handlers. */
    private final Logger logger = Logger.getLogger("dev.fennel");

    private record Figure(double minutes, long heap, int threads) {}

    SoakHealth(Duration duration) {
        warm = duration.compareTo(WARM_UP.plus(WARM_UP)) >= 0;
        stepNanos = warm ? WARM_UP.toNanos() : 0;
        logger.addHandler(new Watcher());
        logger.setUseParentHandlers(false);
    }

    /** Takes an error, which is a problem unless it was planted. */
    void report(String message) {
        if (SoakFaults.isPlanted(message) || message.contains("StackOverflowError")) {
            planted.incrementAndGet();
        } else if (errors.size() < MOST_PROBLEMS) {
            errors.add(message);
        }
    }

    /** Measures, and returns the figures as text. */
    String measure() {
        long heap = heap();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        figures.add(new Figure((System.nanoTime() - start) / (double) TimeUnit.MINUTES.toNanos(1), heap, threads));
        return String.format("heap %,d kB, %d threads, ", heap / 1000, threads);
    }

    /**
     * The least of a few: a collection may be left out while a thread compresses, which lends an array to native code.
     */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < FEW; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    void check(List<String> problems) {
        List<Figure> later = figures.stream()
                .filter(figure -> figure.minutes() * TimeUnit.MINUTES.toNanos(1) >= stepNanos)
                .toList();
        long first = leastHeap(later.subList(0, Math.min(FEW, later.size())));
        long last = leastHeap(later.subList(Math.max(0, later.size() - FEW), later.size()));
        if (last - first > (warm ? MOST_GROWTH : MOST_GROWTH_COLD)) {
            problems.add("heap grew from " + first + " to " + last + " bytes");
        }
        if (warm && rise(later) > MOST_RISE && last > first) {
            problems.add("heap rises by " + Math.round(rise(later)) + " bytes a minute");
        }
        int most = later.stream().limit(FEW).mapToInt(Figure::threads).max().orElse(0)
                + (warm ? MOST_MORE_THREADS : MOST_MORE_THREADS_COLD);
        int threads = later.get(later.size() - 1).threads();
        if (threads > most) {
            problems.add("expected at most " + most + " threads, got " + threads);
        }
        System.out.printf(
                "heap from %,d to %,d kB, %,d bytes a minute; %,d planted errors%n",
                first / 1000, last / 1000, Math.round(rise(later)), planted.get());
    }

    private static long leastHeap(List<Figure> some) {
        return some.stream().mapToLong(Figure::heap).min().orElse(0);
    }

    /** The slope of the line through the figures by least squares, in bytes a minute. */
    private static double rise(List<Figure> all) {
        double meanTime = all.stream().mapToDouble(Figure::minutes).average().orElse(0);
        double meanHeap = all.stream().mapToDouble(Figure::heap).average().orElse(0);
        double product = 0;
        double square = 0;
        for (Figure figure : all) {
            double time = figure.minutes() - meanTime;
            product += time * (figure.heap() - meanHeap);
            square += time * time;
        }
        return square == 0 ? 0 : product / square;
    }

    /** Checks what must hold when everything is closed. */
    void checkEnded(List<String> problems) throws InterruptedException {
        long begin = System.nanoTime();
        while (!left().isEmpty() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (!left().isEmpty()) {
            problems.add("threads were left: " + left());
        }
        problems.addAll(errors);
        if (planted.get() == 0) {
            problems.add("no planted error was reported");
        }
    }

    private static List<String> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fennel") || name.startsWith("soak-") && !name.equals("soak-carbon"))
                .toList();
    }

    private final class Watcher extends Handler {
        @Override
        public void publish(LogRecord entry) {
            String message = new SimpleFormatter().formatMessage(entry);
            // A Vec at its limit says so, as it should.
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && !message.contains("\"soak_limited_ops_total\"")) {
                report("log: " + message + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
