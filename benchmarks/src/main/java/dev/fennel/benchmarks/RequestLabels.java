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

    // Neither final nor constants, so that compiled code cannot rely on their values.
    private String method = copyOf("GET");
    private String code = copyOf("200");

    /**
     * Passes on every combination, so that the series that is looked up has neighbours.
     *
     * @param out gets method and code
     */
    public static void forEach(BiConsumer<String, String> out) {
        METHODS.forEach(method -> CODES.forEach(code -> out.accept(copyOf(method), copyOf(code))));
    }

    /**
     * The method of the request.
     *
     * @return "GET", another object than that of the series
     */
    public String method() {
        return method;
    }

    /**
     * The code of the response.
     *
     * @return "200", another object than that of the series
     */
    public String code() {
        return code;
    }

    /** An equal string that is another object, such as a parser makes. */
    private static String copyOf(String value) {
        return new String(value);
    }
}
