package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What all metrics of one name have in common, and which names cannot stand beside each other. Each rule finds what is
 * wrong with the newer of two, as got against expected; at registration that is thrown, in a gather it is reported.
 */
final class FamilyRules {
    /**
     * The text formats write a histogram {@code x} as the series {@code x_count}, {@code x_sum} and {@code x_bucket},
     * and a summary {@code x} as the first two, so no other metric can have these names.
     */
    private static final List<String> SUFFIXES = List.of("_count", "_sum", "_bucket");

    private FamilyRules() {}

    /**
     * Compares what the metrics of a family have in common.
     *
     * @return got against expected, or null if all of it is equal
     */
    static @Nullable String difference(
            MetricType type, String help, String unit, MetricType wantedType, String wantedHelp, String wantedUnit) {
        if (type != wantedType) {
            return "got type " + type + ", expected " + wantedType;
        }
        if (!Objects.equals(help, wantedHelp)) {
            return "got help \"" + help + "\", expected \"" + wantedHelp + "\"";
        }
        return Objects.equals(unit, wantedUnit) ? null : "got unit \"" + unit + "\", expected \"" + wantedUnit + "\"";
    }

    /**
     * Compares all dimensions of two Descs of the same name, which are those of a family and the label names.
     *
     * @return got against expected, or null if {@link Desc#sameDimensions} is true
     */
    static @Nullable String difference(Desc got, Desc expected) {
        if (got.sameDimensions(expected)) {
            return null;
        }
        String difference =
                difference(got.type(), got.help(), got.unit(), expected.type(), expected.help(), expected.unit());
        return difference != null ? difference : "got " + labelNames(got) + ", expected " + labelNames(expected);
    }

    private static String labelNames(Desc desc) {
        return "const labels " + desc.constLabels().names() + " and variable labels " + desc.variableLabels();
    }

    /**
     * Looks for a collision between a new name and the known ones: a series that the text formats would write twice.
     *
     * @param name the new name
     * @param type its type
     * @param typeOf the type of each known name, null for one that is not known
     * @return what is wrong with the new name, or null
     */
    static @Nullable String suffixCollision(String name, MetricType type, Function<String, MetricType> typeOf) {
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
        return type == MetricType.HISTOGRAM || (type == MetricType.SUMMARY && !suffix.equals("_bucket"));
    }
}
