package dev.fennel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thread that comes to the end of its stack inside the library, wherever that is, leaves nothing locked and nothing
 * half done. Each operation is tried in several ways, each in a JVM of its own.
 *
 * <p>{@code -Dstack.overflows=N} sets how many times each stack ends, {@code -Dstack.ways=all} tries twice as many
 * ways.
 */
class StackOverflowTest {
    /** In the order of {@link StackOverflowProgram}. */
    private static final List<String> OPERATIONS = List.of(
            "counter",
            "fractions",
            "gauge",
            "histogram",
            "native",
            "resets",
            "exemplars",
            "summary",
            "histograms",
            "births",
            "collisions",
            "deletes",
            "limit",
            "expiry",
            "gather",
            "states");

    /** Whose very first use is tried at the end of a stack too. */
    private static final Set<String> FIRST_USED =
            Set.of("counter", "histogram", "native", "summary", "exemplars", "births");

    private static final String TIMES = System.getProperty("stack.overflows", "12");
    private static final boolean ALL_WAYS =
            System.getProperty("stack.ways", "half").equals("all");

    /** All ways, or half of them: those of one operation are the other half for the next. */
    static Stream<List<String>> combinations() {
        List<List<String>> chosen = new ArrayList<>();
        for (int i = 0; i < OPERATIONS.size(); i++) {
            String operation = OPERATIONS.get(i);
            if (ALL_WAYS || i % 2 == 0) {
                chosen.add(List.of(operation, "cold", "deepen", "256", TIMES));
                chosen.add(List.of(operation, "warm", "unwind", "1024", TIMES));
            }
            if (ALL_WAYS || i % 2 == 1) {
                chosen.add(List.of(operation, "cold", "unwind", "256", TIMES));
                chosen.add(List.of(operation, "warm", "deepen", "512", TIMES));
            }
            if (FIRST_USED.contains(operation)) {
                chosen.add(List.of(operation, "first", "deepen", "512", TIMES));
                chosen.add(List.of(operation, "first", "unwind", "256", TIMES));
            }
        }
        return chosen.stream();
    }

    /** The least room, and the most that is needed: only what makes the room is compiled. */
    @ParameterizedTest
    @ValueSource(strings = {"births", "limit"})
    void theRoomIsEnoughForTheInterpreter(String operation) {
        List<String> options =
                List.of("-XX:CompileCommand=quiet", "-XX:CompileCommand=compileonly,dev.fennel.internal.StackRoom::*");
        List<String> combination = List.of(operation, "warm", "unwind", "256", TIMES);
        assertThat(OtherJvm.run(StackOverflowProgram.class, Duration.ofMinutes(2), options, combination))
                .endsWith("fine\n");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aStackThatEndsInsideLeavesNothingLocked(List<String> combination) {
        assertThat(OtherJvm.run(StackOverflowProgram.class, Duration.ofMinutes(2), List.of(), combination))
                .endsWith("fine\n");
    }
}
