/**
 * The metrics model, the registry, the instruments and the collectors of Fennel.
 *
 * <p>Start at {@link dev.fennel.metrics} to measure something, at {@link dev.fennel.model} to write a collector.
 */
module dev.fennel.core {
    // Its types stand in the API of the JMX collector.
    requires transitive java.management;
    // A JVM image may lack it; then what only its beans report is left out.
    requires static jdk.management;

    exports dev.fennel.model;
    exports dev.fennel.collectors;
    exports dev.fennel.registry;
    exports dev.fennel.metrics;

    // Other libraries add collectors to the default registry by this service; the library's own need none.
    uses dev.fennel.registry.DefaultCollectors;
}
