package dev.fennel.examples;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The command line of an example: options of the form {@code --name=value}, each with a default.
 *
 * <p>The one thing that the examples share; nothing in it is about metrics.
 */
final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Options() {}

    /**
     * Reads a command line.
     *
     * @param args the arguments of {@code main}
     * @param defaults all options that there are, with their defaults, as they would stand on the command line
     * @throws IllegalArgumentException if an argument is none of these options
     */
    static Options parse(String[] args, String... defaults) {
        Options options = new Options();
        for (String option : defaults) {
            options.values.put(name(option), value(option));
        }
        for (String arg : args) {
            if (options.values.replace(name(arg), value(arg)) == null) {
                throw new IllegalArgumentException(
                        "argument \"" + arg + "\": expected one of " + String.join(" ", defaults));
            }
        }
        return options;
    }

    private static String name(String option) {
        int end = option.indexOf('=');
        return option.startsWith("--") && end > 2 ? option.substring(2, end) : "";
    }

    private static String value(String option) {
        return option.substring(option.indexOf('=') + 1);
    }

    String text(String name) {
        return values.get(name);
    }

    boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unexpected(name, "true or false", null);
        };
    }

    int integer(String name) {
        return read(name, "a whole number", Integer::parseInt);
    }

    double number(String name) {
        return read(name, "a number", Double::parseDouble);
    }

    /** A time above zero such as {@code 10m}, {@code 1h30m} or {@code 0.5s}. */
    Duration duration(String name) {
        String expected = "a time above zero, such as 10m or 1.5s";
        Duration duration = read(name, expected, text -> Duration.parse("PT" + text));
        if (duration.isNegative() || duration.isZero()) {
            throw unexpected(name, expected, null);
        }
        return duration;
    }

    private <T> T read(String name, String expected, Function<String, T> reader) {
        try {
            return reader.apply(text(name));
        } catch (NumberFormatException | DateTimeException e) {
            throw unexpected(name, expected, e);
        }
    }

    private IllegalArgumentException unexpected(String name, String expected, Exception cause) {
        return new IllegalArgumentException(
                "option --" + name + ": expected " + expected + ", got \"" + text(name) + "\"", cause);
    }
}
