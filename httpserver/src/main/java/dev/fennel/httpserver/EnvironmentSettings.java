package dev.fennel.httpserver;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.JvmPart;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The settings of {@link MetricsServer#fromEnvironment}: each is a system property or an environment variable. All
 * problems are found before any of them is thrown. Used by one thread, once.
 */
final class EnvironmentSettings {
    private static final String PREFIX = "fennel.";
    private static final Set<String> KNOWN = new TreeSet<>(
            List.of("host", "port", "path", "labels", "collectors", "user", "password", "tls.certificate", "tls.key"));
    private static final String PROCESS = "process";

    private final Map<?, ?> properties;
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    EnvironmentSettings(Map<?, ?> properties, Map<String, String> variables) {
        this.properties = properties;
        this.variables = variables;
    }

    /** Takes the collectors that are not wanted out of the default registry, and returns a builder with the rest. */
    MetricsServer.Builder builder(Registry defaultRegistry) {
        MetricsServer.Builder builder = MetricsServer.builder();
        for (Object property : properties.keySet()) {
            String name = String.valueOf(property);
            if (name.startsWith(PREFIX) && !KNOWN.contains(name.substring(PREFIX.length()))) {
                problems.add(name + ": expected one of " + PREFIX + String.join(", " + PREFIX, KNOWN));
            }
        }
        read("host", "a host", builder::host);
        read("port", "a port from 0 to 65535", value -> builder.port(Integer.parseInt(value)));
        read("path", "a path with one slash in front", builder::path);
        read("labels", "names and values as in env=prod,zone=eu", value -> builder.labels(labels(value)));
        Set<String> collectors = collectors();
        read(
                "collectors",
                "none, or some of " + String.join(",", collectors) + ", all with - in front or all without",
                value -> keep(value, collectors));
        readPair("user", "password", builder::basicAuth);
        readPair(
                "tls.certificate",
                "tls.key",
                (certificate, key) -> builder.tls(Tls.pem(Path.of(certificate), Path.of(key))));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        keepOnly(collectors, defaultRegistry);
        return builder;
    }

    /** The value of a setting, or null if it is not set. */
    private @Nullable String get(String name) {
        String property = property(name);
        String value = property != null ? property : variables.get(variable(name));
        return value == null || value.isEmpty() ? null : value;
    }

    private @Nullable String property(String name) {
        Object property = properties.get(PREFIX + name);
        return property == null || property.equals("") ? null : property.toString();
    }

    private static String variable(String name) {
        return (PREFIX + name).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Where a setting is from, or would be. */
    private String origin(String name) {
        return property(name) != null ? PREFIX + name : variable(name);
    }

    private void read(String name, String expected, Consumer<String> setting) {
        String value = get(name);
        if (value != null) {
            try {
                setting.accept(value);
            } catch (IllegalArgumentException e) {
                String reason = e instanceof NumberFormatException ? "" : " (" + e.getMessage() + ")";
                problems.add(origin(name) + ": expected " + expected + ", got \"" + value + "\"" + reason);
            }
        }
    }

    /** Takes two settings that need each other. Neither value is shown, as one of them may be a password. */
    private void readPair(String first, String second, BiConsumer<String, String> setting) {
        String a = get(first);
        String b = get(second);
        if (a != null && b != null) {
            try {
                setting.accept(a, b);
            } catch (IllegalArgumentException | UncheckedIOException e) {
                problems.add(origin(first) + ", " + origin(second) + ": " + e.getMessage());
            }
        } else if (a != null || b != null) {
            String given = a != null ? first : second;
            String missing = a != null ? second : first;
            problems.add(origin(given) + ": expected " + origin(missing) + " beside it");
        }
    }

    private static Labels labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length != 2) {
                throw new IllegalArgumentException("no = in \"" + pair + "\"");
            }
            if (labels.put(nameAndValue[0].strip(), nameAndValue[1].strip()) != null) {
                throw new IllegalArgumentException("\"" + nameAndValue[0].strip() + "\" twice");
            }
        }
        return Labels.of(labels);
    }

    /** The names of all collectors. */
    private static Set<String> collectors() {
        Set<String> all = new LinkedHashSet<>(Set.of(PROCESS));
        for (JvmPart part : JvmPart.values()) {
            all.add(name(part));
        }
        return all;
    }

    private static String name(JvmPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /** Removes the collectors that a setting does not want. */
    private static void keep(String text, Set<String> collectors) {
        Set<String> named = new LinkedHashSet<>();
        boolean without = text.startsWith("-");
        for (String item : text.equals("none") ? new String[0] : text.split(",", -1)) {
            String name = item.strip();
            if (name.startsWith("-") != without) {
                throw new IllegalArgumentException("with and without -");
            }
            named.add(without ? name.substring(1) : name);
        }
        if (!collectors.containsAll(named)) {
            named.removeAll(collectors);
            throw new IllegalArgumentException("no collector " + String.join(", ", named));
        }
        collectors.removeIf(name -> named.contains(name) == without);
    }

    private static void keepOnly(Set<String> names, Registry registry) {
        Set<JvmPart> parts = new TreeSet<>();
        for (JvmPart part : JvmPart.values()) {
            if (names.contains(name(part))) {
                parts.add(part);
            }
        }
        if (!names.contains(PROCESS)) {
            registry.unregister(new ProcessCollector());
        }
        // Equal Descs are enough to find the collector that is registered.
        boolean fewer = parts.size() < JvmPart.values().length && registry.unregister(new JvmCollector());
        if (fewer && !parts.isEmpty()) {
            registry.register(new JvmCollector(parts));
        }
    }
}
