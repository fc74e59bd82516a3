package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.Objects;

/** Says in which of its dimensions a metric does not fit the others of its name. */
final class Dimensions {
    private Dimensions() {}

    /**
     * Compares what a family has in common.
     *
     * @return got against expected, or null if all of it is equal
     */
    static String difference(
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
     * Compares all dimensions of two Descs of the same name.
     *
     * @return got against expected, or null if {@link Desc#sameDimensions} is true
     */
    static String difference(Desc got, Desc expected) {
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
}
