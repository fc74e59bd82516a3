package dev.fennel.benchmarks;

import java.util.List;
import java.util.function.BiConsumer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The label values of requests: those that the series are made with, and equal ones to look them up by. */
@State(Scope.Thread)
public class RequestLabels {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
    private static final List<String> CODES = List.of("200", "301", "400", "404", "500");

    // Neither final nor constants, so that no compiled code can take them for granted.
    private String method = copyOf("GET");
    private String code = copyOf("200");

    /**
     * Gives every combination, so that the series that is looked up has neighbours.
     *
     * @param out takes method and code
     */
    public static void forEach(BiConsumer<String, String> out) {
        METHODS.forEach(method -> CODES.forEach(code -> out.accept(copyOf(method), copyOf(code))));
    }

    /**
     * A method's name.
     *
     * @return "GET", another object than that of the series
     */
    public String method() {
        return method;
    }

    /**
     * A response's code.
     *
     * @return "200", another object than that of the series
     */
    public String code() {
        return code;
    }

    /** Another object, as a parser would make it. */
    private static String copyOf(String value) {
        return new String(value);
    }
}
