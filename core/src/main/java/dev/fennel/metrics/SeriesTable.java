package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series of a Vec, found by their label values without a lock and without allocating: an open-addressing table with
 * linear probing, whose {@linkplain SeriesEntry entries} are the series themselves.
 *
 * <p>Look-ups run at any time, in any number of threads, and write nothing. This is what they rely on:
 *
 * <ol>
 *   <li>The table, its slots and the counts are written only by the thread that holds the lock.
 *   <li>A slot changes at most twice: from empty to an entry, and from that entry to the tombstone. The label values of
 *       an entry never change.
 *   <li>At most half of the slots are taken, tombstones included. When a slot too many would be taken, a new table with
 *       the living series replaces the old one, which stays as it was.
 *   <li>An entry is finished before it is put into its slot with a release store. Look-ups read the table from a
 *       volatile field and each slot with acquire.
 *   <li>Before a series is made, its label values are looked up again under the lock.
 * </ol>
 *
 * <p>This is what follows:
 *
 * <ol>
 *   <li>Every search ends, after a few slots on average: by 3, it comes to an empty one.
 *   <li>A thread that finds a series sees all of it, by 4.
 *   <li>A search finds every series that was there when it began and has not been deleted: by 2, no empty slot appears
 *       between the place where the search starts and the slot where the series is. Without the tombstone, one would,
 *       and all series behind it would be made a second time.
 *   <li>A search in a table that has just been replaced can miss only what was added since. By 5, such a miss never
 *       leads to a second series with the same label values.
 * </ol>
 *
 * <p>A thread that dies in a look-up leaves no trace. One that fails under the lock, for want of memory or of stack,
 * fails before its change is visible: entries and new tables are made first, and after the one store that shows them
 * only the counts are written, which takes no call. {@link ReentrantLock} has stack in reserve to be unlocked.
 */
final class SeriesTable {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(SeriesEntry[].class);
    private static final int INITIAL_SLOTS = 8;

    private final Desc desc;
    private final Function<String[], ? extends SeriesEntry> constructor;

    /** Null if there may be any number of series. */
    private final @Nullable SeriesLimit limit;

    private final SeriesEntry tombstone;
    private final SortedSeries sorted;
    private final ReentrantLock lock = new ReentrantLock();

    /** Replaced, and its elements changed, under the lock. */
    private volatile SeriesEntry[] slots = new SeriesEntry[INITIAL_SLOTS];

    /** How many slots are not empty, tombstones included. Guarded by the lock. */
    private int used;

    /** How many series are alive. Written under the lock. */
    private volatile int size;

    /** How many births and deaths there have been. Written under the lock, after the slot that it is about. */
    private volatile long changes;

    SeriesTable(Desc desc, Function<String[], ? extends SeriesEntry> constructor, @Nullable SeriesLimit limit) {
        this.desc = desc;
        this.constructor = constructor;
        this.limit = limit;
        this.tombstone = new SeriesEntry.Tombstone(desc);
        this.sorted = new SortedSeries(desc);
    }

    Desc desc() {
        return desc;
    }

    @Nullable
    SeriesEntry find(String a) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null || a.equals(series.labelValues[0])) {
                return series;
            }
        }
    }

    @Nullable
    SeriesEntry find(String a, String b) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1])) {
                return series;
            }
        }
    }

    @Nullable
    SeriesEntry find(String a, String b, String c) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b, c), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2])) {
                return series;
            }
        }
    }

    @Nullable
    SeriesEntry find(String a, String b, String c, String d) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b, c, d), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2]) && d.equals(values[3])) {
                return series;
            }
        }
    }

    @Nullable
    SeriesEntry find(String[] values) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(values), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null || sameValues(values, series.labelValues)) {
                return series;
            }
        }
    }

    /** The slot of the series with these values, or the empty slot where the search ends. Used under the lock. */
    private static int indexOf(SeriesEntry[] table, String[] values) {
        int mask = table.length - 1;
        int i = LabelHash.slot(LabelHash.of(values), mask);
        while (table[i] != null && !sameValues(values, table[i].labelValues)) {
            i = i + 1 & mask;
        }
        return i;
    }

    static boolean sameValues(String[] wanted, String[] found) {
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(found[i])) {
                return false;
            }
        }
        return true;
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
        lock.lock();
        try {
            SeriesEntry found = find(values);
            return found != null ? found : limit == null ? create(values) : createWithin(limit, values);
        } finally {
            lock.unlock();
        }
    }

    /**
     * If there is one series more than the limit allows, the overflow series is there and no new one is made: so a
     * flood of new values need not queue at the lock. The search begins after that was seen, so it sees every series.
     */
    private @Nullable SeriesEntry findBeyond(SeriesLimit rule, String[] values) {
        SeriesEntry found = find(values);
        return found != null ? found : find(rule.overflowValues());
    }

    private SeriesEntry createWithin(SeriesLimit rule, String[] values) {
        SeriesEntry overflow = rule.isReached(size) ? find(rule.overflowValues()) : null;
        int ordinary = overflow == null ? size : size - 1;
        if (rule.admits(values, ordinary)) {
            return create(values);
        }
        return overflow != null ? overflow : create(rule.overflowValues().clone());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the counts are written under the lock only
    private SeriesEntry create(String[] values) {
        if (2 * (used + 1) > slots.length) {
            rebuild();
        }
        SeriesEntry series = constructor.apply(values);
        SeriesEntry[] table = slots;
        SLOTS.setRelease(table, indexOf(table, values), series);
        used++;
        size++;
        changes++;
        return series;
    }

    private void rebuild() {
        int capacity = INITIAL_SLOTS;
        // At most a third full, so that the next rebuild is not near, and a table that only grows doubles.
        while (capacity < 3 * (size + 1)) {
            capacity *= 2;
        }
        SeriesEntry[] table = new SeriesEntry[capacity];
        for (SeriesEntry series : slots) {
            if (isLiving(series)) {
                table[indexOf(table, series.labelValues)] = series;
            }
        }
        used = size;
        slots = table;
    }

    /** Deletes the series that a predicate chooses. It runs under the lock, so it is cheap and no user's code. */
    int deleteIf(Predicate<SeriesEntry> chosen) {
        lock.lock();
        try {
            int deleted = 0;
            SeriesEntry[] table = slots;
            for (int i = 0; i < table.length; i++) {
                if (isLiving(table[i]) && chosen.test(table[i])) {
                    bury(table, i);
                    deleted++;
                }
            }
            return deleted;
        } finally {
            lock.unlock();
        }
    }

    boolean delete(String[] values) {
        lock.lock();
        try {
            SeriesEntry[] table = slots;
            int i = indexOf(table, values);
            if (table[i] == null) {
                return false;
            }
            bury(table, i);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the counts are written under the lock only
    private void bury(SeriesEntry[] table, int i) {
        SLOTS.setRelease(table, i, tombstone);
        size--;
        changes++;
    }

    /** The living series in order: the same object for as long as none is born or dies. */
    MetricFamily family() {
        MetricFamily known = sorted.asOf(changes);
        if (known != null) {
            return known;
        }
        long asOf;
        Instrument[] living;
        lock.lock();
        try {
            asOf = changes;
            living = living();
        } finally {
            lock.unlock();
        }
        return sorted.sort(living, asOf);
    }

    private Instrument[] living() {
        Instrument[] living = new Instrument[size];
        int n = 0;
        for (SeriesEntry series : slots) {
            if (isLiving(series)) {
                living[n++] = series.exposed();
            }
        }
        return living;
    }

    /** Passes on each entry, without the lock: what is born or dies meanwhile may be among them or not. */
    void forEach(Consumer<SeriesEntry> out) {
        SeriesEntry[] table = slots;
        for (int i = 0; i < table.length; i++) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (isLiving(series)) {
                out.accept(series);
            }
        }
    }

    private boolean isLiving(@Nullable SeriesEntry entry) {
        return entry != null && entry != tombstone;
    }
}
