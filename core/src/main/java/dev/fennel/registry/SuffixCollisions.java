package dev.fennel.registry;

import dev.fennel.model.MetricType;
import java.util.List;
import java.util.function.Function;

/**
 * Finds names that the text formats would write twice: a histogram {@code x} has series {@code x_count}, {@code x_sum}
 * and {@code x_bucket}, a summary {@code x} the first two, so no other metric can have these names.
 */
final class SuffixCollisions {
    private static final List<String> SUFFIXES = List.of("_count", "_sum", "_bucket");

    private SuffixCollisions() {}

    /**
     * Looks for a collision between a new name and the known ones.
     *
     * @param name the new name
     * @param type its type
     * @param typeOf the type of each known name, null for one that is not known
     * @return what is wrong with the new name, or null
     */
    static String find(String name, MetricType type, Function<String, MetricType> typeOf) {
        for (String suffix : SUFFIXES) {
            if (has(type, suffix)) {
                MetricType other = typeOf.apply(name + suffix);
                if (other != null) {
                    return "its series \"" + name + suffix + "\" has the name of a " + other;
                }
            }
            if (name.endsWith(suffix)) {
                String base = name.substring(0, name.length() - suffix.length());
                MetricType other = typeOf.apply(base);
                if (has(other, suffix)) {
                    return "this is the name of a series of the " + other + " \"" + base + "\"";
                }
            }
        }
        return null;
    }

    private static boolean has(MetricType type, String suffix) {
        return type == MetricType.HISTOGRAM || type == MetricType.SUMMARY && !suffix.equals("_bucket");
    }
}
