package dev.fennel.registry;

import java.util.Iterator;
import java.util.ServiceLoader;

/** Makes the default registry when it is first asked for, with what the services contribute. */
final class DefaultRegistry {
    static final Registry REGISTRY = Registry.create();

    /** So that a class loader that fails whenever it is asked does not keep us asking for ever. */
    private static final int MAX_FAILURES = 10;

    static {
        fill(REGISTRY, DefaultCollectors.class.getClassLoader());
    }

    private DefaultRegistry() {}

    /**
     * Lets all services contribute; one that fails costs its own collectors alone.
     *
     * @param registry takes the collectors
     * @param loader finds the services
     */
    static void fill(Registry registry, ClassLoader loader) {
        Iterator<DefaultCollectors> services =
                ServiceLoader.load(DefaultCollectors.class, loader).iterator();
        for (int failures = 0; failures < MAX_FAILURES; failures++) {
            try {
                while (services.hasNext()) {
                    services.next().registerWith(registry);
                }
                return;
            } catch (Throwable thrown) {
                System.getLogger(DefaultRegistry.class.getPackageName())
                        .log(
                                System.Logger.Level.WARNING,
                                "a service failed, so the default registry lacks collectors of it",
                                GatherError.of("default collectors", thrown).cause());
            }
        }
    }
}
