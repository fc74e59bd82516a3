package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds the registered collectors and gathers their metrics, checked against each other.
 *
 * <p>The library's own instruments are consistent by construction: they are gathered without a check, and the same
 * {@link dev.fennel.model.MetricFamily} objects, even the same {@link GatherResult}, come back for as long as no series
 * is born or dies. A custom collector is run in each gather, and its metrics are checked. The values of what it hands
 * out are read during the gather, except those of const metrics, which do not change, and of instruments, which are
 * read when they are encoded. A metric that does not fit is left out and reported in the result, and a collector that
 * throws loses all its metrics of that gather, and none of another's. Of metrics that contradict each other, those of
 * the instruments stay, then those of the collector registered first.
 *
 * <p>A registry is a collector too, so it can be registered in another one.
 *
 * <p>Safe to be used by several threads. No lock is held while a collector runs, so collectors may use the registry
 * that they are registered in.
 */
public final class Registry implements Registerer, Gatherer, Collector {
    /*
     * What is registered is an immutable snapshot, which a change replaces under a lock.
     *
     * Assumptions:
     * 1. A collector's code may do anything: throw, block, use this registry. So none of it runs under the lock: a
     *    collector describes itself before that, and its messages name its class, not its own text. Nor does a logger.
     * 2. Under the lock there are only look-ups in maps and notes of changes. If one of them runs out of memory, names
     *    may stay taken by a collector that is not gathered, but never the other way round; the lock is free again.
     *
     * Guarantees:
     * 1. A registration or its removal is seen as a whole or not at all, since a gather reads one snapshot, with one
     *    volatile read. What a thread has registered before it gathers is in that gather.
     * 2. A gather takes no lock here. A collector that blocks holds up the gathers that run it, and no registration.
     *    The first gather after changes carries them out, on its own snapshot.
     * 3. A collector that is removed while a gather runs it may still be in that gather, and is in none that begins
     *    later. It may stay reachable from here until the next gather has ended.
     * 4. Gathers of one registry may run at once. Each writes the trusted families that it found; if that overwrites
     *    newer ones, the next gather finds that they are not current and refreshes them.
     * 5. A registration costs the same however many collectors there are, and so does a removal: it makes a snapshot
     *    out of the last one without copying it. Only gathers take time in proportion to all that is registered.
     */

    /** Held while a collector comes or goes; guards {@code names} and the writing of {@code registrations}. */
    private final ReentrantLock changes = new ReentrantLock();

    private final RegisteredNames names = new RegisteredNames();
    private final boolean pedantic;
    private volatile Registrations registrations = Registrations.NONE;

    /** Those of the last gather. Gathers race to write them, which is harmless: each checks that they are current. */
    private volatile TrustedFamilies trustedFamilies = TrustedFamilies.NONE;

    private Registry(boolean pedantic) {
        this.pedantic = pedantic;
    }

    /**
     * Makes an empty registry.
     *
     * @return a new registry
     */
    public static Registry create() {
        return new Registry(false);
    }

    /**
     * Makes an empty registry that also checks, in each gather, that the metrics of a custom collector are what the
     * collector described: for tests of collectors.
     *
     * @return a new registry
     */
    public static Registry pedantic() {
        return new Registry(true);
    }

    /**
     * The registry that instruments use when none is named. It starts with the collectors of the process and of the JVM
     * registered, and with those of other libraries that contribute {@link DefaultCollectors}.
     *
     * @return always the same registry
     */
    public static Registry defaultRegistry() {
        return DefaultRegistry.REGISTRY;
    }

    @Override
    public void register(Collector collector) {
        Objects.requireNonNull(collector, "collector");
        if (WrappedCollector.innermost(collector) == this) {
            throw new IllegalArgumentException("cannot register a registry in itself");
        }
        RegisteredCollector added = RegisteredCollector.of(collector);
        Collection<Desc> newNames;
        changes.lock();
        try {
            newNames = names.add(added);
            registrations = registrations.with(added);
        } finally {
            changes.unlock();
        }
        RegisteredNames.logUnknownCounters(newNames);
    }

    @Override
    public boolean unregister(Collector collector) {
        Objects.requireNonNull(collector, "collector");
        // The object itself first: an unchecked collector is known by nothing else, and what a registry describes
        // has perhaps changed since it was registered.
        WrappedCollector.Identity identity = WrappedCollector.Identity.of(collector);
        if (remove(() -> names.find(identity))) {
            return true;
        }
        DescSet descs = DescSet.describedBy(collector);
        return remove(() -> names.ownerOf(descs));
    }

    private boolean remove(Supplier<RegisteredCollector> search) {
        changes.lock();
        try {
            RegisteredCollector found = search.get();
            if (found == null) {
                return false;
            }
            // The names last: a collector that is still gathered must not lose them if there is no memory.
            registrations = registrations.without(found);
            names.remove(found);
            return true;
        } finally {
            changes.unlock();
        }
    }

    @Override
    public GatherResult gather() {
        Registrations current = registrations;
        TrustedFamilies last = trustedFamilies;
        TrustedFamilies trusted = last.refreshed(current.sources());
        if (trusted != last) {
            trustedFamilies = trusted;
        }
        return current.custom().length == 0
                ? trusted.result()
                : new CustomGather(trusted, pedantic).gather(current.custom());
    }

    /**
     * Hands out what the registered collectors described when they were registered. A registry with nothing but
     * unchecked collectors is unchecked itself.
     *
     * @param out takes each Desc
     */
    @Override
    public void describe(Consumer<? super Desc> out) {
        for (RegisteredCollector registered : registrations.all()) {
            registered.descs().descs().forEach(out);
        }
    }

    /**
     * Hands out the metrics of all registered collectors, unchecked. In place of those of a collector that throws
     * stands one {@linkplain dev.fennel.model.ConstMetric#invalid invalid metric}.
     *
     * @param out takes each metric
     */
    @Override
    public void collect(Consumer<? super Metric> out) {
        for (RegisteredCollector registered : registrations.all()) {
            CustomGather.metricsOrInvalid(registered).forEach(out);
        }
    }

    /** All that is registered. */
    List<Collector> collectors() {
        return registrations.all().stream().map(RegisteredCollector::collector).toList();
    }
}
