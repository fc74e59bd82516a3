package dev.fennel.benchmarks;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many bytes of heap does a series retain? It is the heap of a Vec with many series, each observed once, divided by
 * their number.
 *
 * <p>The strings of the label values exist before and are not counted. Each kind of series of each library is measured
 * in a JVM of its own, with the garbage collector that leaves the least garbage.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar dev.fennel.benchmarks.RetainedHeap
 * }</pre>
 */
public final class RetainedHeap {
    private static final int SERIES = 100_000;
    private static final int COLLECTIONS = 3;
    private static final List<String> MAKERS =
            List.of("dev.fennel.benchmarks.FennelSeries", "dev.fennel.benchmarks.peers.ClientJavaSeries");

    private RetainedHeap() {}

    /**
     * The program. With the name of a kind and of a maker, it measures these in this JVM.
     *
     * @param arguments none, or a {@link SeriesKind} and the class of a {@link SeriesMaker}
     * @throws Exception if a JVM cannot be started or fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            SeriesMaker maker = ByName.make(SeriesMaker.class, arguments[1]);
            System.out.println(bytesPerSeries(SeriesKind.valueOf(arguments[0]), maker));
            return;
        }
        for (SeriesKind kind : SeriesKind.values()) {
            for (String maker : MAKERS) {
                if (ByName.exists(maker)) {
                    System.out.printf(Locale.ROOT, "%-18s %-50s %d bytes%n", kind, maker, inOwnJvm(kind, maker));
                }
            }
        }
    }

    static long inOwnJvm(SeriesKind kind, String maker) throws IOException, InterruptedException {
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
                        maker)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(kind + " of " + maker + " failed with status " + process.exitValue());
        }
        return Long.parseLong(output.strip());
    }

    private static long bytesPerSeries(SeriesKind kind, SeriesMaker maker) {
        // What the library needs only once, such as its classes, is loaded before.
        Object first = maker.make(kind, labelValues(1));
        List<String[]> labelValues = labelValues(SERIES);
        long before = usedBytes();
        Object made = maker.make(kind, labelValues);
        long after = usedBytes();
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(made);
        Reference.reachabilityFence(labelValues);
        return (after - before) / SERIES;
    }

    private static List<String[]> labelValues(int series) {
        List<String[]> all = new ArrayList<>(series);
        for (int i = 0; i < series; i++) {
            all.add(new String[] {"method" + i % 10, "code" + i / 10 % 100, "handler" + i / 1000});
        }
        return all;
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
