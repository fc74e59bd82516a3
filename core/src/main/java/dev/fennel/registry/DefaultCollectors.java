package dev.fennel.registry;

/**
 * A service by which a library adds collectors to the {@linkplain Registry#defaultRegistry default registry} of every
 * program that has it. Those of Fennel itself, for the JVM and the process, are there without a service.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}, in named modules by {@code provides
 * dev.fennel.registry.DefaultCollectors with ...}, and on the class path by a file
 * {@code META-INF/services/dev.fennel.registry.DefaultCollectors} that names them. They must be visible to the class
 * loader of this library.
 */
public interface DefaultCollectors {
    /**
     * Registers the collectors.
     *
     * <p>Called once, while the default registry is made. Other threads that ask for it wait meanwhile, so this must
     * not wait for other threads. What it throws is logged, and keeps nobody from using the registry.
     *
     * @param registerer takes the collectors
     */
    void registerWith(Registerer registerer);
}
