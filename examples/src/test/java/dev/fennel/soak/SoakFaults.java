package dev.fennel.soak;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Collectors that fail and that hang. Their errors are the planted ones: each names its class or says so. */
final class SoakFaults implements AutoCloseable {
    /** Has a collector that always fails. */
    final Registry failing = Registry.create();

    /** Has a collector that hangs until it is released. */
    final Registry hanging = Registry.create();

    private final PlantedHang hang = new PlantedHang();
    private final PlantedFailure failure = new PlantedFailure();

    SoakFaults() {
        failing.register(failure);
        hanging.register(hang);
    }

    static boolean isPlanted(String message) {
        return message.contains("Planted") || message.contains("planted");
    }

    long failures() {
        return failure.calls.get();
    }

    /** Ends the calls that hang now. Later ones hang again. */
    void releaseOnce() {
        CountDownLatch old = hang.latch;
        hang.latch = new CountDownLatch(1);
        old.countDown();
    }

    /** Ends all calls, also later ones. */
    void release() {
        hang.released = true;
        hang.latch.countDown();
    }

    @Override
    public void close() {
        release();
    }

    private static final class PlantedFailure implements Collector {
        private static final Desc DESC = Desc.gauge("soak_failing", "Never there.");
        private final AtomicLong calls = new AtomicLong();

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(DESC);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            switch ((int) (calls.getAndIncrement() % 4)) {
                case 0 -> throw new IllegalStateException("planted");
                case 1 -> throw new NoClassDefFoundError("planted");
                case 2 -> throw new TextlessPlantedException();
                default -> recurse(0);
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static int recurse(int depth) {
            return recurse(depth + 1) + 1;
        }
    }

    private static final class TextlessPlantedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("planted");
        }
    }

    private static final class PlantedHang implements Collector {
        private static final Desc DESC = Desc.gauge("soak_hanging", "Late.");
        private volatile CountDownLatch latch = new CountDownLatch(1);
        private volatile boolean released;

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(DESC);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            CountDownLatch mine = latch;
            while (!released && mine.getCount() > 0) {
                try {
                    mine.await();
                } catch (InterruptedException e) {
                    // It hangs as badly as code can.
                }
            }
        }
    }
}
