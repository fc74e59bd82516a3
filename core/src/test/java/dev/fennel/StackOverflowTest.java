package dev.fennel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thread that comes to the end of its stack inside the library, wherever that is, leaves nothing locked and nothing
 * half done. Each operation is tried in several ways, each in a JVM of its own.
 *
 * <p>{@code -Dstack.overflows=N} sets how many times each stack ends, {@code -Dstack.ways=all} tries all operations, in
 * twice as many ways.
 */
class StackOverflowTest {
    /** What {@link StackOverflowOperation} knows. */
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

    /** These have more in common with others: they are tried in half of the ways, if all ways are. */
    private static final List<String> FURTHER_OPERATIONS = List.of(
            "set",
            "both",
            "counted exemplars",
            "long exemplars",
            "supplied",
            "failing supplier",
            "supplied counter",
            "timer",
            "chosen timer",
            "durations",
            "plain summary",
            "flags",
            "info",
            "tasks",
            "summaries",
            "own metrics",
            "five labels",
            "constraints",
            "registrations");

    /** Whose very first use is tried at the end of a stack too. */
    private static final Set<String> FIRST_USED =
            Set.of("counter", "histogram", "native", "summary", "exemplars", "births");

    /** Classes of the library and such of the JDK as initialize much, but none that a lambda makes. */
    private static final Pattern MUST_BE_LOADED =
            Pattern.compile("] (dev\\.fennel\\.(?!Stack)|java\\.time\\.|java\\.util\\.stream\\.)[^/]* source:");

    private static final String TIMES = System.getProperty("stack.overflows", "12");
    private static final boolean ALL_WAYS =
            System.getProperty("stack.ways", "half").equals("all");

    /** All ways, or half of them: those of one operation are the other half for the next. */
    static Stream<List<String>> combinations() {
        List<List<String>> chosen = new ArrayList<>();
        for (int i = 0; i < OPERATIONS.size(); i++) {
            String operation = OPERATIONS.get(i);
            add(operation, ALL_WAYS || i % 2 == 0, ALL_WAYS || i % 2 == 1, chosen);
            if (FIRST_USED.contains(operation)) {
                chosen.add(List.of(operation, "first", "deepen", "512", TIMES));
                chosen.add(List.of(operation, "first", "unwind", "256", TIMES));
            }
        }
        for (int i = 0; i < FURTHER_OPERATIONS.size() && ALL_WAYS; i++) {
            String operation = FURTHER_OPERATIONS.get(i);
            add(operation, i % 2 == 0, i % 2 == 1, chosen);
            chosen.add(List.of(operation, "first", "unwind", "256", TIMES));
        }
        return chosen.stream();
    }

    private static void add(String operation, boolean firstHalf, boolean secondHalf, List<List<String>> chosen) {
        if (firstHalf) {
            chosen.add(List.of(operation, "cold", "deepen", "256", TIMES));
            chosen.add(List.of(operation, "warm", "unwind", "1024", TIMES));
        }
        if (secondHalf) {
            chosen.add(List.of(operation, "cold", "unwind", "256", TIMES));
            chosen.add(List.of(operation, "warm", "deepen", "512", TIMES));
        }
    }

    /**
     * To load a class takes far more stack than to use it. At the end of a stack, what the class loader itself uses for
     * the first time can be lost to the whole JVM: so it is above all where an archive of classes spares it that.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "counter",
                "gauge",
                "histogram",
                "native",
                "resets",
                "exemplars",
                "supplied",
                "timer",
                "summary",
                "info",
                "states",
                "tasks",
                "deletes",
                "gather"
            })
    void noUseLoadsAClass(String operation) {
        String printed = OtherJvm.run(
                StackOverflowProgram.class,
                Duration.ofMinutes(2),
                List.of("-Xlog:class+load:stdout"),
                List.of(operation));
        int start = printed.indexOf(StackOverflowProgram.FIRST_USE);
        int end = printed.indexOf(StackOverflowProgram.LAST_USE);
        assertThat(printed.substring(start, end)
                        .lines()
                        .filter(line -> MUST_BE_LOADED.matcher(line).find()))
                .isEmpty();
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
