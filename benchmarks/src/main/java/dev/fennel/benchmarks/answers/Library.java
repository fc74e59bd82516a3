package dev.fennel.benchmarks.answers;

import java.util.Optional;
import java.util.regex.Pattern;

/** The libraries that are compared. The peers are there only in a build with the profile {@code peers}. */
public enum Library {
    /** Ours. */
    FENNEL("fennel", "Fennel", "fennel-core", "fennel-.+"),
    /** The Prometheus client for Java. */
    CLIENT_JAVA("clientJava", "peers.ClientJava", "prometheus-metrics-core", "prometheus-metrics-.+"),
    /** The older Prometheus client for Java. */
    SIMPLECLIENT("simpleclient", "peers.Simpleclient", "simpleclient", "simpleclient(_.+)?"),
    /** Micrometer with its registries for Prometheus, which stands on the Prometheus client for Java, and for OTLP. */
    MICROMETER(
            "micrometer",
            "peers.Micrometer",
            "micrometer-core",
            "micrometer-.+|HdrHistogram|jspecify|prometheus-metrics-(core|model|config|tracer.*|exposition.*)"
                    + "|opentelemetry-proto|protobuf-java"),
    /** The metrics of the OpenTelemetry SDK, with the exporter for OTLP. */
    OPEN_TELEMETRY(
            "openTelemetry",
            "peers.OpenTelemetry",
            "opentelemetry-sdk-metrics",
            "opentelemetry-(api|common|context|sdk-.+|exporter-.+)");

    private final String title;
    private final String prefix;
    private final String core;
    private final Pattern artifacts;

    Library(String title, String prefix, String core, String artifacts) {
        this.title = title;
        this.prefix = "dev.fennel.benchmarks." + prefix;
        this.core = core;
        this.artifacts = Pattern.compile(artifacts);
    }

    /**
     * The name of its column, and of its benchmark methods.
     *
     * @return a word
     */
    public String title() {
        return title;
    }

    boolean peer() {
        return this != FENNEL;
    }

    /** The artifact whose version is that of the library. */
    String core() {
        return core;
    }

    /** Whether an artifact is a part of the library, or something that it depends on. */
    boolean consistsOf(String artifact) {
        return artifacts.matcher(artifact).matches();
    }

    /**
     * Makes what stands for the library in a measurement.
     *
     * @param role what the measurement needs, which has a public class for each library with a public constructor
     * @param suffix what the name of the class ends with, after that of the library
     * @param <T> what the measurement needs
     * @return its object, or nothing if there is no such class
     */
    public <T> Optional<T> find(Class<T> role, String suffix) {
        try {
            return Optional.of(
                    role.cast(Class.forName(prefix + suffix).getConstructor().newInstance()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + prefix + suffix, e);
        }
    }

    /**
     * An answer of this library without further details.
     *
     * @param value the cost of one operation
     * @return the answer
     */
    public Answer answer(double value) {
        return new Answer(title, peer(), value);
    }
}
