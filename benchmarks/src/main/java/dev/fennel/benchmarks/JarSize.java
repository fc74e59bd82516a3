package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Answer;
import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Jars;
import dev.fennel.benchmarks.answers.Library;
import dev.fennel.benchmarks.answers.Measurement;
import dev.fennel.benchmarks.answers.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How large are the jars that a program takes on board with a library: all that it publishes of what is on the class
 * path, and what that depends on?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar JarSize
 * }</pre>
 */
final class JarSize implements Measurement {
    @Override
    public List<Comparison> measure(String title, Effort effort) throws IOException {
        return measure(title, Jars.ofThisJvm());
    }

    static List<Comparison> measure(String title, Jars jars) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Library library : Library.values()) {
            long size = jars.sizeOf(library);
            if (size > 0) {
                answers.add(library.answer(size));
            }
        }
        return answers.isEmpty() ? List.of() : List.of(new Comparison(title, 1, Unit.BYTES, answers));
    }
}
