package dev.fennel.collectors;

import dev.fennel.registry.DefaultCollectors;
import dev.fennel.registry.Registerer;

/**
 * What every program has: a {@link ProcessCollector} and a {@link JvmCollector}. The default registry starts with them;
 * another registry gets them as well by {@code new PlatformCollectors().registerWith(registry)}.
 */
public final class PlatformCollectors implements DefaultCollectors {
    /** The collectors of the process and of the JVM. */
    public PlatformCollectors() {}

    @Override
    public void registerWith(Registerer registerer) {
        registerer.register(new ProcessCollector());
        registerer.register(new JvmCollector());
    }
}
