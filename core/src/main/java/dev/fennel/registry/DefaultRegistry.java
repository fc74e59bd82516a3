package dev.fennel.registry;

import java.lang.reflect.Constructor;
import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Makes the default registry when it is first asked for, with the library's own collectors and what the services of
 * other libraries contribute.
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
            platformCollectors().registerWith(registry);
        } catch (Throwable thrown) {
            log("the library's own collectors failed, so the default registry lacks some of them", thrown);
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

    /**
     * The library's own contribution. Its package depends on this one, so this one cannot import it, and loads it by
     * its name. The name is a constant where the class is loaded, so that tools that relocate classes or make native
     * images can find it.
     */
    private static DefaultCollectors platformCollectors() throws ReflectiveOperationException {
        Constructor<?> constructor =
                Class.forName("dev.fennel.collectors.PlatformCollectors").getDeclaredConstructor();
        constructor.setAccessible(true); // it is not public, but in the same module
        return (DefaultCollectors) constructor.newInstance();
    }

    private static void log(String message, Throwable thrown) {
        new GatherError(message, thrown)
                .log(System.getLogger(DefaultRegistry.class.getPackageName()), System.Logger.Level.WARNING);
    }
}
