package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Asks all libraries the same question, one right after the other, so that changes in the load of the machine affect
 * all.
 */
final class Interview {
    private final Effort effort;

    Interview(Effort effort) {
        this.effort = effort;
    }

    /**
     * Runs the benchmarks of a question, including those of the peers if they are on the class path.
     *
     * @param question the question
     * @param threads the number of threads that do the operation at the same time
     * @return a comparison for each combination of parameters
     * @throws RunnerException if a benchmark fails
     */
    List<Comparison> ask(Question question, int threads) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(question.includePattern())
                .threads(threads)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                // A heap of a fixed size, so that no library pays for growing it.
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        Map<String, List<Answer>> answers = new TreeMap<>();
        for (RunResult result : new Runner(effort.applyTo(options).build()).run()) {
            String operation = question.title() + parameters(result.getParams());
            answers.computeIfAbsent(operation, key -> new ArrayList<>()).add(Answer.of(result));
        }
        List<Comparison> comparisons = new ArrayList<>();
        answers.forEach((operation, all) -> comparisons.add(new Comparison(operation, threads, all)));
        return comparisons;
    }

    private static String parameters(BenchmarkParams params) {
        StringJoiner text = new StringJoiner(", ", ", ", "").setEmptyValue("");
        for (String name : params.getParamsKeys()) {
            text.add(params.getParam(name) + ' ' + name);
        }
        return text.toString();
    }
}
