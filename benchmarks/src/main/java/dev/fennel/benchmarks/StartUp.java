package dev.fennel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long does a fresh JVM take until a program has written its first text scrape, beyond a JVM that does nothing?
 *
 * <p>Each library is asked for the metrics of the JVM and the process, where those come without another jar, and for
 * one counter alone. The JVMs of all run in turn, from start to exit, so that changes in the load of the machine affect
 * all. Others on the machine only ever add time, so the minimum is the number to compare; the median shows how much
 * they did.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar dev.fennel.benchmarks.StartUp
 * }</pre>
 */
public final class StartUp {
    private static final int ROUNDS = 21;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A program that does nothing. */
    private static final String NOTHING = "nothing";

    private static final String PEERS = "dev.fennel.benchmarks.peers.PeerStart$";

    /** First those with the metrics of the JVM and the process, then those with one counter. */
    private static final List<String> PROGRAMS = List.of(
            FennelStart.Default.class.getName(),
            PEERS + "MicrometerJvm",
            FennelStart.OneCounter.class.getName(),
            PEERS + "ClientJava",
            PEERS + "Simpleclient",
            PEERS + "Micrometer");

    private StartUp() {}

    /**
     * The program. With the name of a class, it runs that in this JVM.
     *
     * @param arguments none, or the name of a {@link Runnable} class
     * @throws Exception if a JVM cannot be started or fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            if (!arguments[0].equals(NOTHING)) {
                ByName.make(Runnable.class, arguments[0]).run();
            }
            return;
        }
        Map<String, long[]> nanos = new LinkedHashMap<>();
        nanos.put(NOTHING, new long[ROUNDS]);
        for (String program : PROGRAMS) {
            if (ByName.exists(program)) {
                nanos.put(program, new long[ROUNDS]);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, long[]> program : nanos.entrySet()) {
                program.getValue()[round] = nanosInOwnJvm(program.getKey());
            }
        }
        for (long[] times : nanos.values()) {
            Arrays.sort(times);
        }
        long[] nothing = nanos.remove(NOTHING);
        nanos.forEach((program, times) -> System.out.printf(
                Locale.ROOT,
                "%-50s %4.0f ms beyond %.0f, median %4.0f ms beyond %.0f%n",
                program,
                (times[0] - nothing[0]) / NANOS_PER_MILLI,
                nothing[0] / NANOS_PER_MILLI,
                (times[ROUNDS / 2] - nothing[ROUNDS / 2]) / NANOS_PER_MILLI,
                nothing[ROUNDS / 2] / NANOS_PER_MILLI));
    }

    static long nanosInOwnJvm(String program) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder jvm = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), StartUp.class.getName(), program)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        int status = jvm.start().waitFor();
        long end = System.nanoTime();
        if (status != 0) {
            throw new IOException(program + " failed with status " + status);
        }
        return end - start;
    }
}
