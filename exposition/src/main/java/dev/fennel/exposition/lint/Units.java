package dev.fennel.exposition.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The units of measurement that promlint knows, with their prefixes, and the base units to use in their place. */
final class Units {
    /** In both ways in which English spells the metre, and the one exception to SI: degrees Celsius. */
    private static final List<String> BASE =
            List.of("amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds", "volts");

    private static final Map<String, List<String>> OTHERS = Map.of(
            "seconds", List.of("minutes", "hours", "days", "weeks"),
            "kelvin", List.of("kelvins"),
            "celsius", List.of("fahrenheit", "rankine"),
            "meters", List.of("inches", "yards", "miles"),
            "bytes", List.of("bits"),
            "joules", List.of("calories"),
            "grams", List.of("pounds", "ounces"));

    private static final List<String> PREFIXES = List.of(
            "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mebi", "giga",
            "gibi", "tera", "tebi", "peta", "pebi");

    private static final Map<String, String> BASE_OF = new HashMap<>();

    static {
        BASE.forEach(unit -> BASE_OF.put(unit, unit));
        OTHERS.forEach((base, units) -> units.forEach(unit -> BASE_OF.put(unit, base)));
    }

    private Units() {}

    /** The base unit of a unit with or without a prefix, or null if the word is no unit: thermometers are no meters. */
    static String baseOf(String word) {
        String base = BASE_OF.get(word);
        for (int i = 0; base == null && i < PREFIXES.size(); i++) {
            String prefix = PREFIXES.get(i);
            if (word.startsWith(prefix)) {
                base = BASE_OF.get(word.substring(prefix.length()));
            }
        }
        return base;
    }
}
