package dev.fennel.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Runs the same work on many threads that start together. */
public final class Threads {
    private Threads() {}

    /**
     * Runs work on some threads and waits for all of them. Throws the first failure.
     *
     * @param threads the number of threads
     * @param work the work, which gets the number of its thread, from 0
     */
    public static void run(int threads, IntConsumer work) throws Exception {
        runBeside(() -> {}, threads, work);
    }

    /**
     * Runs work on some threads, while one more thread repeats something else until they are done, and once more after
     * that.
     *
     * @param beside what to repeat
     * @param threads the number of threads that do the work
     * @param work the work, which gets the number of its thread, from 0
     */
    public static void runBeside(Runnable beside, int threads, IntConsumer work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            CyclicBarrier start = new CyclicBarrier(threads + 1);
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit((Callable<Void>) () -> {
                    start.await();
                    work.accept(number);
                    return null;
                }));
            }
            Future<?> repeated = pool.submit((Callable<Void>) () -> {
                start.await();
                while (!done.get()) {
                    beside.run();
                }
                beside.run();
                return null;
            });
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } finally {
                done.set(true);
            }
            repeated.get();
        } finally {
            pool.shutdownNow();
        }
    }
}
