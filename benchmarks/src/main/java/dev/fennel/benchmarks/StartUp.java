package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Answer;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Library;
import dev.fennel.benchmarks.answers.Measurement;
import dev.fennel.benchmarks.answers.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long does a fresh JVM take until a program has written its first text scrape, beyond a JVM that does nothing?
 *
 * <p>Each library is asked for the metrics of the JVM and the process, where those come without another jar, and for
 * one counter alone. The JVMs of all run in turn, from start to exit, so that changes in the load of the machine affect
 * all. Others on the machine only ever add time, so the minimum is what is compared.
 */
public final class StartUp implements Measurement {
    private static final int ROUNDS = 21;

    /** A program that does nothing. */
    private static final String NOTHING = "nothing";

    /** For {@link Question}. */
    StartUp() {}

    /**
     * Runs a program in this JVM.
     *
     * @param arguments {@value #NOTHING}, or the name of a {@link Runnable} class
     * @throws ReflectiveOperationException if there is no such class
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (!arguments[0].equals(NOTHING)) {
            ((Runnable) Class.forName(arguments[0]).getConstructor().newInstance()).run();
        }
    }

    @Override
    public List<Comparison> measure(String title, Effort effort) throws IOException, InterruptedException {
        return List.of(
                compare(title + ", JVM and process", "Start$Jvm", effort.scaled(ROUNDS)),
                compare(title + ", one counter", "Start$Counts", effort.scaled(ROUNDS)));
    }

    private static Comparison compare(String operation, String program, int rounds)
            throws IOException, InterruptedException {
        Map<Library, Long> least = new EnumMap<>(Library.class);
        long nothing = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            nothing = Math.min(nothing, nanosInOwnJvm(NOTHING));
            for (Library library : Library.values()) {
                Runnable found = library.find(Runnable.class, program).orElse(null);
                if (found != null) {
                    least.merge(library, nanosInOwnJvm(found.getClass().getName()), Math::min);
                }
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<Library, Long> library : least.entrySet()) {
            answers.add(library.getKey().answer(Math.max(0, library.getValue() - nothing)));
        }
        return new Comparison(operation, 1, Unit.NANOSECONDS, answers);
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
