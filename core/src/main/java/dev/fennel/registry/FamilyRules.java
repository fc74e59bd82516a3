package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What all metrics of one name have in common, and which names cannot stand beside each other. Each rule finds what is
 * wrong with the newer of two, as got against expected; at registration that is thrown, in a gather it is reported.
 */
final class FamilyRules {
    /**
     * The text formats write a histogram {@code x} as the series {@code x_count}, {@code x_sum} and {@code x_bucket},
     * and a summary {@code x} as the first two, so no other metric can have these names.
     */
    static final List<String> SUFFIXES = List.of("_count", "_sum", "_bucket");

    /** The label that has the metric name in the data model of Prometheus, so that no other may become it. */
    private static final String METRIC_NAME = "__name__";

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
     * @param known the names that it may collide with
     * @return what is wrong with the new name, or null
     */
    static @Nullable String suffixCollision(String name, MetricType type, KnownTypes known) {
        for (String suffix : SUFFIXES) {
            if (has(type, suffix)) {
                MetricType other = known.typeOf(name + suffix);
                if (other != null) {
                    return "its series \"" + name + suffix + "\" has the name of a " + other;
                }
            }
            if (name.endsWith(suffix)) {
                String base = name.substring(0, name.length() - suffix.length());
                MetricType other = known.typeOf(base);
                if (has(other, suffix)) {
                    return "this is the name of a series of the " + other + " \"" + base + "\"";
                }
            }
        }
        return null;
    }

    private static boolean has(@Nullable MetricType type, String suffix) {
        return type == MetricType.HISTOGRAM || (type == MetricType.SUMMARY && !suffix.equals("_bucket"));
    }

    /**
     * A metric name as it is written for readers that know legacy names only, unless they ask for another way: with
     * {@code _} for each code point that the pattern {@code [a-zA-Z_:][a-zA-Z0-9_:]*} does not allow where it stands.
     * The exposition formats do the same, and a test of theirs compares both.
     *
     * @return the same object for a legacy name
     */
    static String written(String name) {
        return written(name, true);
    }

    /**
     * Looks for labels that readers of legacy names could not know from each other, or from the metric name. There, a
     * label name has the pattern {@code [a-zA-Z_][a-zA-Z0-9_]*}.
     *
     * @return what is wrong with the label names of a Desc, or null
     */
    static @Nullable String labelCollision(Desc desc) {
        Set<String> names = new HashSet<>();
        for (List<String> some : List.of(desc.constLabels().names(), desc.variableLabels())) {
            for (String name : some) {
                String label = written(name, false);
                if (label.equals(METRIC_NAME)) {
                    return "after escaping, its label name \"" + name + "\" is \"" + label + "\", which is reserved";
                }
                if (!names.add(label)) {
                    return "after escaping, two of its label names are \"" + label + "\"";
                }
            }
        }
        return null;
    }

    private static String written(String name, boolean colons) {
        int legal = 0;
        while (legal < name.length() && isLegal(name.charAt(legal), legal, colons)) {
            legal++;
        }
        if (legal == name.length()) {
            return name;
        }
        StringBuilder written = new StringBuilder(name.length()).append(name, 0, legal);
        for (int i = legal; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            written.append(isLegal(name.charAt(i), i, colons) ? name.charAt(i) : '_');
        }
        return written.toString();
    }

    private static boolean isLegal(char c, int index, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c >= '0' && c <= '9' && index > 0)
                || (c == ':' && colons);
    }

    /** The names that a new one may collide with. */
    interface KnownTypes {
        /** The type of a known name; null for one that is not known. */
        @Nullable
        MetricType typeOf(String name);
    }
}
