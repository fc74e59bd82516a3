package dev.fennel.benchmarks.answers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmark methods of a class, and those of the class of the same name among the peers if it is on the class
 * path.
 *
 * @param benchmarks the class
 * @param threadCounts the numbers of threads that do the operation at the same time
 * @param quantiles the quantiles of the time for one operation, from 0 to 1; if there are none, its mean
 */
public record Interview(Class<?> benchmarks, List<Integer> threadCounts, List<Double> quantiles)
        implements Measurement {
    /** The first version of Java that warns of who uses {@code sun.misc.Unsafe} for memory. */
    private static final int FIRST_THAT_WARNS = 24;

    private static final String[] JVM_ARGUMENTS = jvmArguments();

    /** Copies the lists. */
    public Interview {
        threadCounts = List.copyOf(threadCounts);
        quantiles = List.copyOf(quantiles);
    }

    @Override
    public List<Comparison> measure(String title, Effort effort) throws RunnerException {
        List<Comparison> comparisons = new ArrayList<>();
        for (int threads : threadCounts) {
            comparisons.addAll(measure(title, effort, threads));
        }
        return comparisons;
    }

    private static String[] jvmArguments() {
        // A heap of a fixed size, so that no library pays for growing it.
        List<String> arguments = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
        if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
            // JMH needs it, and the JVM's warning would stand in the midst of the table.
            arguments.add("--sun-misc-unsafe-memory-access=allow");
        }
        return arguments.toArray(String[]::new);
    }

    private List<Comparison> measure(String title, Effort effort, int threads) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^dev\\.fennel\\.benchmarks\\.(peers\\.)?" + benchmarks.getSimpleName() + "\\.")
                .threads(threads)
                .mode(quantiles.isEmpty() ? Mode.AverageTime : Mode.SampleTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(JVM_ARGUMENTS)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        Map<String, List<Answer>> answers = new TreeMap<>();
        for (RunResult result : new Runner(effort.applyTo(options).build()).run()) {
            String operation = title + parameters(result.getParams());
            answersOf(result).forEach((quantile, answer) -> answers.computeIfAbsent(
                            operation + quantile, key -> new ArrayList<>())
                    .add(answer));
        }
        List<Comparison> comparisons = new ArrayList<>();
        answers.forEach((operation, all) -> comparisons.add(new Comparison(operation, threads, Unit.NANOSECONDS, all)));
        return comparisons;
    }

    /** The answers by what they add to the name of the operation. */
    private Map<String, Answer> answersOf(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String library = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        boolean peer = benchmark.contains(".peers.");
        Result<?> time = result.getPrimaryResult();
        if (quantiles.isEmpty()) {
            double allocated =
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            return Map.of("", new Answer(library, peer, time.getScore(), time.getScoreError(), allocated));
        }
        // What else runs meanwhile allocates too, so the allocation says nothing about the operation.
        Map<String, Answer> answers = new TreeMap<>();
        for (double quantile : quantiles) {
            double value = time.getStatistics().getPercentile(100 * quantile);
            answers.put(", " + name(quantile), new Answer(library, peer, value));
        }
        return answers;
    }

    private static String parameters(BenchmarkParams params) {
        StringJoiner text = new StringJoiner(", ", ", ", "").setEmptyValue("");
        for (String name : params.getParamsKeys()) {
            text.add(params.getParam(name) + ' ' + name);
        }
        return text.toString();
    }

    /**
     * The usual name of a quantile.
     *
     * @param quantile from 0 to 1
     * @return such as p99.9 for 0.999
     */
    public static String name(double quantile) {
        return 'p'
                + BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
