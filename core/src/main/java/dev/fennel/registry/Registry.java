package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.StackRoom;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.registry.SideBySide.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
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
 * the instruments stay, then those that their collector described, and then those of the collector registered first.
 *
 * <p>Custom collectors, functions included, are run in daemon threads of their own, which end with the gather; quick
 * ones share one, slow ones run side by side. The context class loader there is that of the caller. A gather waits 10
 * seconds for them, or {@linkplain #gather(Duration) as long as it is asked to}, even if its thread is interrupted,
 * which stays interrupted. A collector that has not returned by then is left out and reported, and what it hands out
 * from then on is refused; it is not run again until it has returned, so it keeps one thread and no more. A registry
 * runs a collector once at a time, except for collectors that gather from within: these run the others in their own
 * thread, perhaps beside another run. A gather that finds a collector running waits and runs it again, so that it sees
 * what its caller did before; one from within leaves out the collector that it is in. The collectors of the JVM and of
 * the process run in the thread of the caller.
 *
 * <p>A registry is a collector too, so it can be registered in another one.
 *
 * <p>Safe to be used by several threads. No lock is held while a collector runs, so collectors may use the registry
 * that they are registered in.
 */
public final class Registry implements Registerer, Gatherer, Collector {
    /** How long a gather waits for custom collectors unless its caller says otherwise. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    /*
     * What is registered is an immutable snapshot, which a change replaces under a lock.
     *
     * Assumptions:
     * 1. A collector's code may do anything: throw, block, use this registry. So none of it runs under the lock: a
     *    collector describes itself before that, and its messages name its class, not its own text. Nor does a logger.
     * 2. Under the lock there are only look-ups in maps and notes of changes. If one of them runs out of memory, names
     *    may stay taken by a collector that is not gathered, but never the other way round; the lock is free again.
     *    That there is stack enough is made sure of before.
     *
     * Guarantees:
     * 1. A registration or its removal is seen as a whole or not at all, since a gather reads one snapshot, with one
     *    volatile read. What a thread has registered before it gathers is in that gather.
     * 2. A gather takes no lock here. A collector that blocks holds up gathers for no longer than their time limit, and
     *    no registration. The first gather after changes carries them out, on its own snapshot.
     * 3. A collector that is removed while a gather runs it may still be in that gather, and is in none that begins
     *    later. It may stay reachable from here until the next gather has ended.
     * 4. Gathers of one registry may run at once. Each writes the trusted families that it found; if that overwrites
     *    newer ones, the next gather finds that they are not current and refreshes them.
     * 5. A registration costs the same however many collectors there are, and so does a removal: it makes a snapshot
     *    out of the last one without copying it. Only gathers take time in proportion to all that is registered.
     */

    /** What a test has put in the place of the default registry, or null inside. */
    private static final AtomicReference<Replacement> REPLACEMENT = new AtomicReference<>();

    /** Text shows no more collectors, as there may be a hundred thousand. */
    private static final int SHOWN = 5;

    static {
        // A class whose initialization comes to the end of the stack is lost to the whole JVM. A gather may come near
        // that end, the making of the first registry hardly ever, so all that a gather needs is initialized here.
        Object[] constants = {
            FamilyMerger.BY_NAME,
            FamilyRules.SUFFIXES,
            SeriesOrder.INSTANCE,
            Collected.NOT_RUN,
            HandedOut.NONE,
            CollectorRun.LATER,
            CollectorThread.STARTED,
            GatherResult.UNREPORTED,
            Machine.REAL
        };
        for (Object constant : constants) {
            Objects.requireNonNull(constant, "constant");
        }
    }

    /** Held while a collector comes or goes; guards {@code names} and the writing of {@code registrations}. */
    private final ReentrantLock changes = new ReentrantLock();

    private final RegisteredNames names = new RegisteredNames();
    private final boolean pedantic;
    private volatile Registrations registrations = Registrations.NONE;

    /** Those of the last gather. Gathers race to write them, which is harmless: each checks that they are current. */
    private volatile TrustedFamilies trustedFamilies = TrustedFamilies.NONE;

    /** What runs custom collectors; null for threads and time as they are. */
    private final @Nullable Machine machine;

    private Registry(boolean pedantic) {
        this(pedantic, null);
    }

    Registry(boolean pedantic, @Nullable Machine machine) {
        this.pedantic = pedantic;
        this.machine = machine;
    }

    boolean isPedantic() {
        return pedantic;
    }

    Machine machine() {
        return machine != null ? machine : Machine.REAL;
    }

    List<RegisteredCollector> registered() {
        return registrations.all();
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
     * @return always the same registry, unless a test {@linkplain #replaceDefault replaces} it
     */
    public static Registry defaultRegistry() {
        Replacement current = REPLACEMENT.get();
        return current != null ? current.registry : DefaultRegistry.REGISTRY;
    }

    /**
     * For tests of code that uses the default registry: puts another one in its place for the whole JVM, until the
     * result is closed.
     *
     * <pre>{@code
     * try (Registry.Replacement replaced = Registry.replaceDefault(Registry.create())) {
     *     Counter jobs = Counter.builder("jobs_done_total", "Jobs done.").register();
     *     jobs.inc();
     *     assertThatMetrics(replaced.registry()).contains("jobs_done_total 1");
     * }
     * }</pre>
     *
     * <p>Whoever asks for the default registry meanwhile gets the other one, whatever the thread, so such tests must
     * not run at the same time. What has asked before keeps what it got: an instrument in a static field stays
     * registered in the old one, and so does an instrument in the other one after that was replaced again; a server
     * goes on serving the one that it was started with.
     *
     * @param registry the registry to use
     * @return closing it puts back the registry from before
     */
    public static Replacement replaceDefault(Registry registry) {
        Objects.requireNonNull(registry, "registry");
        return REPLACEMENT.updateAndGet(before -> new Replacement(registry, before));
    }

    /** A default registry in place of another one, until it is closed. */
    public static final class Replacement implements AutoCloseable {
        private final Registry registry;
        private final @Nullable Replacement before;

        private Replacement(Registry registry, @Nullable Replacement before) {
            this.registry = registry;
            this.before = before;
        }

        /**
         * The registry that is the default.
         *
         * @return what was given
         */
        public Registry registry() {
            return registry;
        }

        /**
         * Puts back the registry from before; only the first call does anything.
         *
         * @throws IllegalStateException if another replacement was made since, and is not closed
         */
        @Override
        public void close() {
            if (!REPLACEMENT.compareAndSet(this, before)) {
                for (Replacement open = REPLACEMENT.get(); open != null; open = open.before) {
                    if (open == this) {
                        throw new IllegalStateException(
                                "the default registry was replaced again since, expected that to be closed before");
                    }
                }
            }
        }
    }

    @Override
    public void register(Collector collector) {
        add(List.of(described(collector)));
    }

    @Override
    public void registerAll(Collection<? extends Collector> collectors) {
        List<RegisteredCollector> added = new ArrayList<>(collectors.size());
        for (Collector collector : collectors) {
            added.add(described(collector));
        }
        add(added);
    }

    private RegisteredCollector described(Collector collector) {
        Objects.requireNonNull(collector, "collector");
        if (WrappedCollector.innermost(collector) == this) {
            throw new IllegalArgumentException("cannot register a registry in itself");
        }
        return RegisteredCollector.of(collector);
    }

    private void add(List<RegisteredCollector> added) {
        Collection<Desc> newNames;
        StackRoom.reserve();
        changes.lock();
        try {
            newNames = names.add(added);
            Registrations with = registrations;
            for (RegisteredCollector one : added) {
                with = with.with(one);
            }
            registrations = with;
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
        StackRoom.reserve();
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

    /**
     * Unregisters all collectors at once: a gather finds all of them, or none. Their names are remembered as
     * {@link #unregister} says.
     */
    public void clear() {
        StackRoom.reserve();
        changes.lock();
        try {
            List<RegisteredCollector> all = registrations.all();
            // The names last, as above.
            registrations = Registrations.NONE;
            all.forEach(names::remove);
        } finally {
            changes.unlock();
        }
    }

    /** Gathers all metrics, and waits 10 seconds for custom collectors: see {@link #gather(Duration)}. */
    @Override
    public GatherResult gather() {
        return gather(TIME_LIMIT);
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        Registrations current = registrations;
        if (current.custom().length == 0) {
            return refreshed(current).result();
        }
        CustomGather custom = new CustomGather(this, timeLimit);
        try {
            custom.start(current.custom());
            return custom.end(refreshed(current));
        } catch (Throwable thrown) {
            custom.leave();
            throw thrown;
        }
    }

    /**
     * Starts the custom collectors, so that they run while others are started.
     *
     * @return waits for them, and gathers the rest; used once, and left in any case
     */
    MergedGatherer.Begun begin(Duration timeLimit) {
        Registrations current = registrations;
        CustomGather custom = new CustomGather(this, timeLimit);
        MergedGatherer.Begun begun = new MergedGatherer.Begun() {
            @Override
            public GatherResult gather() {
                return custom.end(refreshed(current));
            }

            @Override
            public void leave() {
                custom.leave();
            }
        };
        try {
            custom.start(current.custom());
            return begun;
        } catch (Throwable thrown) {
            custom.leave();
            throw thrown;
        }
    }

    private TrustedFamilies refreshed(Registrations current) {
        TrustedFamilies last = trustedFamilies;
        TrustedFamilies now = last.refreshed(current.sources());
        if (now != last) {
            trustedFamilies = now;
        }
        return now;
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
     * Hands out the metrics of all registered collectors, unchecked. In place of those of a collector that throws, or
     * that calls this from within itself, stands one {@linkplain dev.fennel.model.ConstMetric#invalid invalid metric}.
     * Collectors are run in this thread.
     *
     * @param out takes each metric
     */
    @Override
    public void collect(Consumer<? super Metric> out) {
        for (RegisteredCollector registered : registrations.all()) {
            Collected.metricsOrInvalid(registered).forEach(out);
        }
    }

    /**
     * The registry for a person.
     *
     * @return how many collectors are registered, and the first few, named as in errors; runs no code of theirs
     */
    @Override
    public String toString() {
        List<RegisteredCollector> all = registrations.all();
        StringJoiner text = new StringJoiner(", ", "Registry{" + all.size() + " collectors: ", "}");
        text.setEmptyValue("Registry{0 collectors}");
        all.stream().limit(SHOWN).forEach(registered -> text.add(registered.toString()));
        return (all.size() > SHOWN ? text.add("...") : text).toString();
    }

    /** All that is registered. */
    List<Collector> collectors() {
        return registrations.all().stream().map(RegisteredCollector::collector).toList();
    }
}
