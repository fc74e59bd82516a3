package dev.fennel.collectors;

import dev.fennel.registry.DefaultCollectors;
import dev.fennel.registry.Registerer;

/**
 * What the default registry starts with: a {@link ProcessCollector} and a {@link JvmCollector}.
 *
 * <p>The registry, which stands below this package, loads this class by its name.
 */
final class PlatformCollectors implements DefaultCollectors {
    @Override
    public void registerWith(Registerer registerer) {
        registerer.register(new ProcessCollector());
        registerer.register(new JvmCollector());
    }
}
