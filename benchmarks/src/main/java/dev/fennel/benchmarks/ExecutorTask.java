package dev.fennel.benchmarks;

import dev.fennel.collectors.ExecutorCollector;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it add to a task that its executor is measured? The executor costs nothing itself, so this is the overhead.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar ExecutorTask
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExecutorTask {
    private final ExecutorService direct = new DirectExecutor();
    private final ExecutorService fennel = new ExecutorCollector().measure("direct", direct);

    /**
     * Our library.
     *
     * @param task what is executed
     */
    @Benchmark
    public void fennel(Task task) {
        fennel.execute(task);
    }

    /**
     * The floor: two looks at the clock, which no library can do without.
     *
     * @param task what is executed
     * @return the time that passed
     */
    @Benchmark
    public long clock(Task task) {
        long start = System.nanoTime();
        direct.execute(task);
        return System.nanoTime() - start;
    }

    /** What is executed: as little as the JIT compiler can't leave out. */
    @State(Scope.Thread)
    public static class Task implements Runnable {
        private volatile int done;

        @Override
        public void run() {
            done = 1;
        }

        /**
         * What the task wrote.
         *
         * @return 1 when it was executed
         */
        public int done() {
            return done;
        }
    }
}
