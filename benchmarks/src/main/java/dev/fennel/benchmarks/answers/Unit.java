package dev.fennel.benchmarks.answers;

import java.util.List;
import java.util.Locale;

/** What the figures of a comparison count. In each of them, less is better. */
public enum Unit {
    /** Time, in nanoseconds. */
    NANOSECONDS("ns", "us", "ms", "s"),
    /** Memory or storage, in bytes. */
    BYTES("B", "kB", "MB", "GB");

    private static final int STEP = 1000;

    private final List<String> names;

    Unit(String... names) {
        this.names = List.of(names);
    }

    /** Prints a figure with three digits, in the largest unit of which there is at least one. */
    String print(double value) {
        int unit = 0;
        double rest = value;
        while (rest >= STEP && unit < names.size() - 1) {
            rest /= STEP;
            unit++;
        }
        int decimals = rest >= 100 || rest == Math.rint(rest) ? 0 : rest >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", rest, names.get(unit));
    }
}
