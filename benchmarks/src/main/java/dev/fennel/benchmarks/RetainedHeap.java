package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Answer;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Library;
import dev.fennel.benchmarks.answers.Measurement;
import dev.fennel.benchmarks.answers.Unit;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many bytes of heap does a series retain? It is the heap of a Vec with many series, each observed once, divided by
 * their number.
 *
 * <p>The strings of the label values exist before and are not counted. Each kind of series of each library is measured
 * in a JVM of its own, with the garbage collector that leaves the least garbage.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar RetainedHeap
 * }</pre>
 */
public final class RetainedHeap implements Measurement {
    private static final int COLLECTIONS = 3;

    /** For {@link Question}. */
    RetainedHeap() {}

    /**
     * Measures in this JVM.
     *
     * @param arguments a {@link SeriesKind} and a {@link Library}
     */
    public static void main(String[] arguments) {
        SeriesMaker maker = maker(Library.valueOf(arguments[1])).orElseThrow();
        System.out.println(bytesPerSeries(SeriesKind.valueOf(arguments[0]), maker));
    }

    @Override
    public List<Comparison> measure(String title, Effort effort) throws IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        for (SeriesKind kind : SeriesKind.values()) {
            List<Answer> answers = new ArrayList<>();
            for (Library library : Library.values()) {
                if (maker(library).filter(maker -> maker.kinds().contains(kind)).isPresent()) {
                    answers.add(library.answer(inOwnJvm(kind, library)));
                }
            }
            comparisons.add(new Comparison(title + ", " + kind.title(), 1, Unit.BYTES, answers));
        }
        return comparisons;
    }

    private static Optional<SeriesMaker> maker(Library library) {
        return library.find(SeriesMaker.class, "Series");
    }

    static long inOwnJvm(SeriesKind kind, Library library) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        // The whole allocation buffer of a thread counts as used, however little is in it.
                        "-XX:-UseTLAB",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RetainedHeap.class.getName(),
                        kind.name(),
                        library.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(kind + " of " + library + " failed with status " + process.exitValue());
        }
        return Long.parseLong(output.strip());
    }

    private static long bytesPerSeries(SeriesKind kind, SeriesMaker maker) {
        // What the library needs only once, such as its classes, is loaded before.
        Object first = maker.make(kind, LabelValues.of(1));
        List<String[]> labelValues = LabelValues.of(maker.count(kind));
        long before = usedBytes();
        Object made = maker.make(kind, labelValues);
        long after = usedBytes();
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(made);
        Reference.reachabilityFence(labelValues);
        return (after - before) / labelValues.size();
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
