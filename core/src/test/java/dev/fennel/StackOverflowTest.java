package dev.fennel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thread that comes to the end of its stack inside the library, wherever that is, leaves nothing locked and nothing
 * half done. Each operation is tried in all ways, each in a JVM of its own.
 *
 * <p>{@code -Dstack.overflows=N} sets how many times each stack ends.
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

    private static final String TIMES = System.getProperty("stack.overflows", "12");

    static Stream<List<String>> combinations() {
        List<List<String>> all = new ArrayList<>();
        for (String operation : OPERATIONS) {
            for (String direction : List.of("deepen", "unwind")) {
                all.add(List.of(operation, "cold", direction, "256", TIMES));
            }
            all.add(List.of(operation, "warm", "deepen", "512", TIMES));
            all.add(List.of(operation, "warm", "unwind", "1024", TIMES));
        }
        // The very first use at the end of a stack.
        for (String operation : List.of("counter", "histogram", "native", "summary", "exemplars", "births")) {
            all.add(List.of(operation, "first", "deepen", "512", TIMES));
            all.add(List.of(operation, "first", "unwind", "256", TIMES));
        }
        return all.stream();
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
