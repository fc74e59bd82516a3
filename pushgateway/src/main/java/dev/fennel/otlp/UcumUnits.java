package dev.fennel.otlp;

import dev.fennel.model.MetricFamily;
import java.util.Map;
import java.util.Set;

/**
 * Units as <a href="https://ucum.org">UCUM</a> abbreviates them, which is what OpenTelemetry expects.
 *
 * <p>A Prometheus server turns them back into words, and appends the word to names that do not have it between
 * underscores already. So a unit is abbreviated only where all versions of the server come back to the word that is in
 * the name. Every other unit is written in braces, which UCUM has for text, and which the server passes over.
 */
final class UcumUnits {
    private static final Map<String, String> ABBREVIATIONS = Map.ofEntries(
            Map.entry("days", "d"),
            Map.entry("hours", "h"),
            Map.entry("minutes", "min"),
            Map.entry("seconds", "s"),
            Map.entry("milliseconds", "ms"),
            Map.entry("microseconds", "us"),
            Map.entry("nanoseconds", "ns"),
            Map.entry("bytes", "By"),
            Map.entry("kibibytes", "KiBy"),
            Map.entry("mebibytes", "MiBy"),
            Map.entry("gibibytes", "GiBy"),
            Map.entry("megabytes", "MBy"),
            Map.entry("gigabytes", "GBy"),
            Map.entry("terabytes", "TBy"),
            Map.entry("meters", "m"),
            Map.entry("volts", "V"),
            Map.entry("amperes", "A"),
            Map.entry("joules", "J"),
            Map.entry("watts", "W"),
            Map.entry("grams", "g"),
            Map.entry("celsius", "Cel"),
            Map.entry("hertz", "Hz"),
            Map.entry("percent", "%"),
            Map.entry("ratio", "1"));

    private UcumUnits() {}

    /** The units that have an abbreviation. */
    static Set<String> words() {
        return ABBREVIATIONS.keySet();
    }

    /** The unit of a family that has one. */
    static String of(MetricFamily family) {
        String abbreviation = ABBREVIATIONS.get(family.unit());
        return abbreviation != null && endsIn(family.unit(), family.name())
                ? abbreviation
                : "{" + family.unit().replaceAll("[{}]", "") + "}";
    }

    private static boolean endsIn(String unit, String name) {
        String base = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
        return base.equals(unit) || base.endsWith("_" + unit);
    }
}
