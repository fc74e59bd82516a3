package dev.fennel.collectors.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM takes up for one use.
 *
 * @param name the use as the JVM calls it, such as {@code Java Heap}; {@code Total} for all together
 * @param reserved bytes of address space
 * @param committed bytes of memory
 */
record NativeMemoryPool(String name, long reserved, long committed) {
    /**
     * Lines such as {@code Total: reserved=3, committed=2} and {@code - Java Heap (reserved=3, committed=2)}. What a
     * use is made of stands below it, indented, and does not match.
     */
    private static final Pattern LINE =
            Pattern.compile("^(?:-\\s+)?(\\S[^:(\\n]*)(?:: | \\()reserved=(\\d+), committed=(\\d+)", Pattern.MULTILINE);

    /**
     * Reads the JVM's report.
     *
     * @param report what the diagnostic command {@code VM.native_memory summary scale=B} prints
     * @return the pools in its order; empty for any other text
     */
    static List<NativeMemoryPool> parse(String report) {
        List<NativeMemoryPool> pools = new ArrayList<>();
        Matcher line = LINE.matcher(report);
        while (line.find()) {
            pools.add(
                    new NativeMemoryPool(line.group(1), Long.parseLong(line.group(2)), Long.parseLong(line.group(3))));
        }
        return pools;
    }
}
