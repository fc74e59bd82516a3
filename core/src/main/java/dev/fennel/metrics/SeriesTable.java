package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series of a Vec, found by their label values without a lock and without allocating.
 *
 * <p>An open-addressing table with linear probing whose entries are the series themselves, which know their label
 * values. Look-ups only read: the table with acquire through the volatile field, each slot with acquire, which is
 * paired with the release by which a finished series is put there, so whoever finds a series sees it whole. All
 * changes are made under the lock: a new series goes into an empty slot; a deleted one is replaced by a tombstone,
 * since an empty slot would cut the probe sequences that pass it; and when a slot too many is taken, a new table with
 * the living ones takes the place of the old. A look-up in an old table can miss only what was added since, and a
 * miss is always checked again under the lock.
 *
 * <p>A table is at most half full, so probe sequences are short and always end at an empty slot.
 *
 * @param <M> the type of the series
 */
final class SeriesTable<M extends Instrument> {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Instrument[].class);
    private static final int INITIAL_SLOTS = 8;

    private final Desc desc;
    private final Function<String[], M> constructor;
    private final SeriesTombstone tombstone;
    private final Comparator<Instrument> order;
    private final ReentrantLock lock = new ReentrantLock();

    /** Replaced, and its elements changed, under the lock. */
    private volatile Instrument[] slots = new Instrument[INITIAL_SLOTS];

    /** How many slots are not empty, tombstones included. Guarded by the lock. */
    private int used;

    /** How many series live. Guarded by the lock. */
    private int size;

    /** How often a series was born or died. Written under the lock. */
    private volatile long changes;

    /** The living series in order, as of {@link SortedSeries#changes}. Any thread may replace it by a newer one. */
    private volatile SortedSeries sorted;

    private record SortedSeries(MetricFamily family, long changes) {}

    SeriesTable(Desc desc, Function<String[], M> constructor) {
        this.desc = desc;
        this.constructor = constructor;
        this.tombstone = new SeriesTombstone(desc);
        this.order = LabelPositions.seriesOrder(desc);
    }

    Desc desc() {
        return desc;
    }

    @SuppressWarnings("unchecked")
    M find(String a) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = slot(a.hashCode(), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null || a.equals(series.labelValues[0])) {
                return (M) series;
            }
        }
    }

    @SuppressWarnings("unchecked")
    M find(String a, String b) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = slot(31 * a.hashCode() + b.hashCode(), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1])) {
                return (M) series;
            }
        }
    }

    @SuppressWarnings("unchecked")
    M find(String a, String b, String c) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        int hash = 31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode();
        for (int i = slot(hash, mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2])) {
                return (M) series;
            }
        }
    }

    @SuppressWarnings("unchecked")
    M find(String a, String b, String c, String d) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        int hash = 31 * (31 * (31 * a.hashCode() + b.hashCode()) + c.hashCode()) + d.hashCode();
        for (int i = slot(hash, mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2]) && d.equals(values[3])) {
                return (M) series;
            }
        }
    }

    @SuppressWarnings("unchecked")
    M find(String[] values) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = slot(hash(values), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null || sameValues(values, series.labelValues)) {
                return (M) series;
            }
        }
    }

    /** The slot of the series with these values, or the empty one where the search ends. Used under the lock. */
    private static int indexOf(Instrument[] table, String[] values) {
        int mask = table.length - 1;
        int i = slot(hash(values), mask);
        while (table[i] != null && !sameValues(values, table[i].labelValues)) {
            i = i + 1 & mask;
        }
        return i;
    }

    private static boolean sameValues(String[] wanted, String[] found) {
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(found[i])) {
                return false;
            }
        }
        return true;
    }

    /** Must agree with the hashes in the {@code find} methods. */
    private static int hash(String[] values) {
        int hash = 0;
        for (String value : values) {
            hash = 31 * hash + value.hashCode();
        }
        return hash;
    }

    /** Multiplying by the golden ratio moves the entropy of all bits up; the shift brings it down to the mask. */
    private static int slot(int hash, int mask) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & mask;
    }

    /** Finds the series with these values, or makes it. The values are checked, and the array becomes the series'. */
    M findOrCreate(String[] values) {
        desc.checkLabelValues(values);
        lock.lock();
        try {
            M found = find(values);
            return found != null ? found : create(values);
        } finally {
            lock.unlock();
        }
    }

    private M create(String[] values) {
        if (2 * (used + 1) > slots.length) {
            rebuild();
        }
        M series = constructor.apply(values);
        Instrument[] table = slots;
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
        Instrument[] table = new Instrument[capacity];
        for (Instrument series : slots) {
            if (series != null && series != tombstone) {
                table[indexOf(table, series.labelValues)] = series;
            }
        }
        used = size;
        slots = table;
    }

    /** Deletes the series that a predicate chooses; it is a cheap function of the library's own. */
    int deleteIf(Predicate<String[]> chosen) {
        lock.lock();
        try {
            int deleted = 0;
            Instrument[] table = slots;
            for (int i = 0; i < table.length; i++) {
                Instrument series = table[i];
                if (series != null && series != tombstone && chosen.test(series.labelValues)) {
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
            Instrument[] table = slots;
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

    private void bury(Instrument[] table, int i) {
        SLOTS.setRelease(table, i, tombstone);
        size--;
        changes++;
    }

    /** The living series in order: the same object for as long as none is born or dies. */
    MetricFamily family() {
        SortedSeries known = sorted;
        if (known != null && known.changes == changes) {
            return known.family;
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
        Arrays.sort(living, order);
        return publish(new SortedSeries(new MetricFamily(desc, Arrays.asList(living)), asOf));
    }

    /** Sorting is done outside the lock, so somebody else may have sorted the same: then theirs is the one. */
    private MetricFamily publish(SortedSeries mine) {
        lock.lock();
        try {
            SortedSeries known = sorted;
            if (known == null || known.changes < mine.changes) {
                sorted = mine;
                return mine.family;
            }
            return known.family;
        } finally {
            lock.unlock();
        }
    }

    private Instrument[] living() {
        Instrument[] living = new Instrument[size];
        int n = 0;
        for (Instrument series : slots) {
            if (series != null && series != tombstone) {
                living[n++] = series;
            }
        }
        return living;
    }
}
