package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.StackRoom;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series of a Vec: their births and deaths, and all of them in order. {@link SeriesLookup} has how they are found
 * meanwhile.
 *
 * <p>This is what it relies on:
 *
 * <ol>
 *   <li>All is written by the thread that holds the lock.
 *   <li>The number of births and deaths is raised before the slot that it is about changes, which is a release store.
 *   <li>Before it takes the lock, a thread makes sure that it has {@linkplain StackRoom room} on its stack to give it
 *       back.
 *   <li>A birth makes and finds all it needs before it changes the slot, and so does a death. After the call that does
 *       that, only fields are written, which takes neither stack nor memory. What a death sweeps up comes last.
 *   <li>What a birth runs for the first time is run when the table is made, since a class whose initializer comes to
 *       the end of a stack can never be used again.
 * </ol>
 *
 * <p>This is what follows:
 *
 * <ol>
 *   <li>A thread that found a series, or found it gone, sees that in every family that it asks for from then on. By 2,
 *       the number that it sees is higher than that of any family from before; asking for a new one, it waits for the
 *       lock. If the number came after the slot, it could get the family from before.
 *   <li>A thread that fails, for want of memory or of stack, leaves no lock behind, by 3, and no half of a birth or
 *       death, by 4: series, size and limit agree.
 * </ol>
 *
 * <p>A birth and a death take 0.3 us, of which 0.2 are for the room on the stack. A monitor would spare them that, as
 * the JVM gives it back whatever happens. But on JDK 21 to 23, virtual threads that wait for a monitor keep their
 * carriers, and a stay can be long: 0.7 ms for the new table of 10,000 series, 0.25 s for that of 500,000.
 */
final class SeriesTable {
    /** From so many series on, their label values are hardly constants any more: they are taken as they come. */
    private static final int MAX_INTERNED = 1_000;

    private final Desc desc;
    private final Function<String[], ? extends SeriesEntry> constructor;

    /** Null if there may be any number of series. */
    private final @Nullable SeriesLimit limit;

    private final SeriesLookup lookup;
    private final SortedSeries sorted;
    private final ReentrantLock lock = new ReentrantLock();

    /** How many series are alive. Written under the lock, and read without it where there is a limit. */
    private volatile int size;

    /** How many births and deaths there have been, or are about to be. Written under the lock. */
    private final AtomicLong changes = new AtomicLong();

    SeriesTable(Desc desc, Function<String[], ? extends SeriesEntry> constructor, @Nullable SeriesLimit limit) {
        this(desc, constructor, limit, new SeriesLookup(desc.variableLabels().size()));
    }

    /** With a look-up that a test watches. */
    SeriesTable(
            Desc desc,
            Function<String[], ? extends SeriesEntry> constructor,
            @Nullable SeriesLimit limit,
            SeriesLookup lookup) {
        this.desc = desc;
        this.constructor = constructor;
        this.limit = limit;
        this.lookup = lookup;
        this.sorted = new SortedSeries(desc);
        rehearse();
    }

    /** Initializes what the birth of a series needs. */
    private void rehearse() {
        String[] none = new String[desc.variableLabels().size()];
        Arrays.fill(none, "");
        intern(none);
        SeriesEntry unused = constructor.apply(none);
        StackRoom.prepareToWait();
        StackRoom.reserve();
    }

    Desc desc() {
        return desc;
    }

    /** How many series are alive. */
    int size() {
        return size;
    }

    SeriesLookup lookup() {
        return lookup;
    }

    /**
     * Finds the series with these values, or makes it, or finds or makes the overflow series if the
     * {@linkplain SeriesLimit limit} is reached. The values are checked, and the array becomes the series'.
     */
    SeriesEntry findOrCreate(String[] values) {
        desc.checkLabelValues(values);
        SeriesEntry beyond = limit != null && limit.isExceeded(size) ? findBeyond(limit, values) : null;
        if (beyond != null) {
            return beyond;
        }
        if (size < MAX_INTERNED) {
            intern(values);
        }
        StackRoom.reserve();
        lock.lock();
        try {
            int slot = lookup.indexOf(values);
            SeriesEntry found = lookup.table()[slot];
            if (lookup.isLiving(found)) {
                return found;
            }
            return limit == null ? create(slot, values) : createWithin(limit, slot, values);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Replaces strings by those that constants in code are, whoever makes the series. Then a look-up by constants only
     * compares references, which takes a third of the time. The JVM keeps no such string alive, but looks at each of
     * them at every garbage collection, and finding it costs a birth about half a microsecond.
     */
    private static void intern(String[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i].intern();
        }
    }

    /**
     * If there is one series more than the limit allows, the overflow series is there and no new one is made: so a
     * flood of new values need not queue at the lock. The search begins after that was seen, so it sees every series.
     */
    private @Nullable SeriesEntry findBeyond(SeriesLimit rule, String[] values) {
        SeriesEntry found = lookup.find(values);
        return found != null ? found : lookup.find(rule.overflowValues());
    }

    private SeriesEntry createWithin(SeriesLimit rule, int free, String[] values) {
        SeriesEntry overflow = rule.isReached(size) ? lookup.find(rule.overflowValues()) : null;
        int ordinary = overflow == null ? size : size - 1;
        if (rule.admits(values, ordinary)) {
            return create(free, values);
        }
        if (overflow != null) {
            return overflow;
        }
        String[] others = rule.overflowValues().clone();
        return create(lookup.indexOf(others), others);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the counts are written under the lock only
    private SeriesEntry create(int free, String[] values) {
        SeriesEntry series = constructor.apply(values);
        int slot = lookup.makeRoom(free, values, size);
        changes.lazySet(changes.getPlain() + 1);
        lookup.put(slot, series);
        size++;
        return series;
    }

    /** Deletes the series that a predicate chooses. It runs under the lock, so it is cheap and no user's code. */
    int deleteIf(Predicate<SeriesEntry> chosen) {
        StackRoom.reserve();
        lock.lock();
        try {
            int deleted = 0;
            SeriesEntry[] table = lookup.table();
            for (int i = 0; i < table.length; i++) {
                if (lookup.isLiving(table[i]) && chosen.test(table[i])) {
                    bury(i);
                    deleted++;
                }
            }
            return deleted;
        } finally {
            lock.unlock();
        }
    }

    boolean delete(String[] values) {
        StackRoom.reserve();
        lock.lock();
        try {
            int i = lookup.indexOf(values);
            boolean found = lookup.isLiving(lookup.table()[i]);
            if (found) {
                bury(i);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the counts are written under the lock only
    private void bury(int slot) {
        changes.lazySet(changes.getPlain() + 1);
        lookup.bury(slot);
        size--;
        lookup.sweep(slot);
    }

    /** The living series in order: the same object for as long as none is born or dies. */
    MetricFamily family() {
        MetricFamily known = sorted.asOf(changes.get());
        if (known != null) {
            return known;
        }
        long asOf;
        Instrument[] living;
        StackRoom.reserve();
        lock.lock();
        try {
            asOf = changes.getPlain();
            living = living();
        } finally {
            lock.unlock();
        }
        return sorted.sort(living, asOf);
    }

    private Instrument[] living() {
        Instrument[] living = new Instrument[size];
        int n = 0;
        for (SeriesEntry series : lookup.table()) {
            if (lookup.isLiving(series)) {
                living[n++] = series.exposed();
            }
        }
        return living;
    }

    /** Passes on each entry, without the lock: what is born or dies meanwhile may be among them or not. */
    void forEach(Consumer<SeriesEntry> out) {
        lookup.forEach(out);
    }
}
