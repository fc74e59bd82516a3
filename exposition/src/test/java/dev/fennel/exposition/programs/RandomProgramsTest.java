package dev.fennel.exposition.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fennel.testsupport.Age;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs random programs with Fennel and with client_golang, and expects both to expose the same.
 *
 * <p>The programs are the same in every run: {@code -Drandom.programs=10000} runs more of them, and
 * {@code -Drandom.seed=123} begins with another one.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("random.programs", 400);
    private static final long FIRST_SEED = Long.getLong("random.seed", 1);

    @TempDir
    static Path folder;

    private final Map<Age, Reference> references = new EnumMap<>(Age.class);

    /** What Fennel logs of odd names and exemplars is of no use here. */
    private final Logger log = Logger.getLogger("dev.fennel");

    @BeforeAll
    void silence() {
        log.setLevel(Level.OFF);
    }

    private Reference reference(Age age) throws IOException, InterruptedException {
        Reference reference = references.get(age);
        if (reference == null) {
            reference = Reference.start(age, folder);
            references.put(age, reference);
        }
        return reference;
    }

    @AfterAll
    void stop() throws InterruptedException {
        log.setLevel(null);
        for (Reference reference : references.values()) {
            reference.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothExposeTheSame(Age age) throws IOException, InterruptedException {
        Reference reference = reference(age);
        Map<String, Integer> known = new TreeMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
            List<Statement> program = RandomProgram.of(seed, age);
            Outcome outcome = outcome(seed, program, reference);
            if (outcome.difference() != null) {
                fail("seed %d with client_golang %s%n%s", seed, age, Shrinking.of(program, reference));
            }
            outcome.known().forEach(difference -> known.merge(difference.toString(), 1, Integer::sum));
        }
        System.out.printf(
                "%d random programs are exposed as client_golang %s does; programs with a known difference: %s%n",
                PROGRAMS, age, known);
    }

    private static Outcome outcome(long seed, List<Statement> program, Reference reference) {
        try {
            return Comparison.of(program, reference);
        } catch (RuntimeException | IOException e) {
            throw new AssertionError("seed " + seed + " with client_golang " + reference.age(), e);
        }
    }

    @Test
    void everyKnownDifferenceIsStillThere() throws IOException, InterruptedException {
        List<KnownDifference> all = new ArrayList<>(List.of(KnownRefusal.values()));
        all.addAll(List.of(KnownSpelling.values()));

        for (KnownDifference difference : all) {
            Outcome outcome = Comparison.of(difference.example(), reference(Age.NEWEST));

            assertThat(outcome.difference()).as("%s", difference).isNull();
            assertThat(outcome.known()).as("%s", difference).contains(difference);
        }
    }
}
