package dev.fennel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.fennel.benchmarks.answers.Answer;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Library;
import dev.fennel.benchmarks.answers.Measurement;
import dev.fennel.benchmarks.answers.Unit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * How much processor time does it take to push many series, and how many bytes go over the wire?
 *
 * <p>Each program runs in a JVM of its own, and what counts is the time of all its threads, the garbage collector's
 * included. The receiver is in this JVM, reads what it gets and does nothing with it. As many pushes as are measured
 * come before, for the JIT compiler.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar PushLoad
 * }</pre>
 */
public final class PushLoad implements Measurement {
    private static final int SERIES = 100_000;
    private static final int PUSHES = 40;

    /**
     * What a push costs.
     *
     * @param cpuNanos the processor time
     * @param bytes the bodies of its requests
     */
    record Cost(long cpuNanos, long bytes) {}

    /** For {@link Question}. */
    PushLoad() {}

    /**
     * Pushes, and prints the processor time of a push.
     *
     * @param arguments the class of a {@link PushMaker}, where to push, whether compressed, how many series and how
     *     often
     * @throws Exception if it cannot be pushed
     */
    public static void main(String[] arguments) throws Exception {
        PushMaker maker =
                (PushMaker) Class.forName(arguments[0]).getConstructor().newInstance();
        boolean gzip = Boolean.parseBoolean(arguments[2]);
        List<String[]> labelValues = LabelValues.of(Integer.parseInt(arguments[3]));
        Callable<?> push = maker.make(URI.create(arguments[1]), gzip, labelValues);
        int pushes = Integer.parseInt(arguments[4]);
        cpuNanos(push, pushes);
        System.out.println(cpuNanos(push, pushes) / pushes);
        System.exit(0); // whatever threads a library keeps
    }

    private static long cpuNanos(Callable<?> push, int pushes) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = system.getProcessCpuTime();
        for (int i = 0; i < pushes; i++) {
            push.call();
        }
        return system.getProcessCpuTime() - start;
    }

    @Override
    public List<Comparison> measure(String title, Effort effort) throws IOException, InterruptedException {
        int pushes = effort.scaled(PUSHES);
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.addAll(compare(title + ", OTLP", "Otlp", false, pushes));
        comparisons.addAll(compare(title + ", OTLP, gzip", "Otlp", true, pushes));
        comparisons.addAll(compare(title + ", remote write", "RemoteWrite", false, pushes));
        return comparisons;
    }

    private static List<Comparison> compare(String operation, String suffix, boolean gzip, int pushes)
            throws IOException, InterruptedException {
        List<Answer> times = new ArrayList<>();
        List<Answer> lengths = new ArrayList<>();
        for (Library library : Library.values()) {
            Optional<PushMaker> maker = library.find(PushMaker.class, suffix);
            if (maker.isPresent()) {
                Cost cost = inOwnJvm(maker.get().getClass().getName(), gzip, SERIES, pushes);
                times.add(library.answer(cost.cpuNanos));
                lengths.add(library.answer(cost.bytes));
            }
        }
        return List.of(
                new Comparison(operation + ", processor time", 1, Unit.NANOSECONDS, times),
                new Comparison(operation + ", bodies", 1, Unit.BYTES, lengths));
    }

    static Cost inOwnJvm(String maker, boolean gzip, int series, int pushes) throws IOException, InterruptedException {
        try (PushSink sink = new PushSink()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xms1g",
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PushLoad.class.getName(),
                            maker,
                            sink.uri().toString(),
                            Boolean.toString(gzip),
                            Integer.toString(series),
                            Integer.toString(pushes))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(maker + " failed with status " + process.exitValue());
            }
            return new Cost(Long.parseLong(output.strip()), sink.bytes() / (2L * pushes));
        }
    }
}
