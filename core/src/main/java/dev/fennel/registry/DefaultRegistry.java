package dev.fennel.registry;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Makes the default registry when it is first asked for, with the library's own collectors and what the services of
 * other libraries contribute.
 *
 * <p>It is the one class of this package that uses classes of a floor above. It refers to them directly, not by name,
 * because tools that relocate or drop classes, or build native images, follow references only.
 */
final class DefaultRegistry {
    static final Registry REGISTRY = Registry.create();

    /** A class loader that fails each time it is asked is given up after this many failures. */
    private static final int MAX_FAILURES = 10;

    static {
        fill(REGISTRY, DefaultCollectors.class.getClassLoader());
    }

    private DefaultRegistry() {}

    /**
     * Lets the library itself and all services contribute; what fails costs its own collectors alone.
     *
     * @param registry takes the collectors
     * @param loader finds the services
     */
    static void fill(Registry registry, ClassLoader loader) {
        try {
            registry.register(new ProcessCollector());
        } catch (Throwable thrown) {
            log("the collector of the process failed, so the default registry lacks it", thrown);
        }
        try {
            registry.register(new JvmCollector());
        } catch (Throwable thrown) {
            log("the collector of the JVM failed, so the default registry lacks it", thrown);
        }
        Iterator<DefaultCollectors> services =
                ServiceLoader.load(DefaultCollectors.class, loader).iterator();
        for (int failures = 0; failures < MAX_FAILURES; failures++) {
            try {
                while (services.hasNext()) {
                    services.next().registerWith(registry);
                }
                return;
            } catch (Throwable thrown) {
                log("a service failed, so the default registry lacks collectors of it", thrown);
            }
        }
    }

    private static void log(String message, Throwable thrown) {
        GatherError.of(message, thrown).log(DefaultRegistry.class.getPackageName(), System.Logger.Level.WARNING);
    }
}
