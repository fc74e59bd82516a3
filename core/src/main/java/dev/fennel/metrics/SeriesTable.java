package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series of a Vec, found by their label values without a lock and without allocating.
 *
 * <p>An open-addressing table with linear probing whose entries are the series themselves, which know their label
 * values. Look-ups only read: the table with acquire through the volatile field, each slot with acquire, which is
 * paired with the release by which a finished series is put there, so whoever finds a series sees it whole. All changes
 * are made under the lock: a new series goes into an empty slot; a deleted one is replaced by a tombstone, since an
 * empty slot would cut the probe sequences that pass it; and when a slot too many is taken, a new table with the living
 * ones takes the place of the old. A look-up in an old table can miss only what was added since, and a miss is always
 * checked again under the lock.
 *
 * <p>A table is at most half full, so probe sequences are short and always end at an empty slot.
 *
 * <p>A table with a limit has at most that many ordinary series, and one more for what is beyond: that whose label
 * values are all {@link Vec#OVERFLOW}. It is found, deleted and exposed like any other.
 */
final class SeriesTable {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Instrument[].class);
    private static final int INITIAL_SLOTS = 8;

    private final Desc desc;
    private final Function<String[], ? extends Instrument> constructor;
    private final int maxSeries;
    private final String[] overflowValues;
    private final SeriesTombstone tombstone;
    private final SortedSeries sorted;
    private final ReentrantLock lock = new ReentrantLock();

    /** Replaced, and its elements changed, under the lock. */
    private volatile Instrument[] slots = new Instrument[INITIAL_SLOTS];

    /** How many slots are not empty, tombstones included. Guarded by the lock. */
    private int used;

    /** How many series live. Written under the lock. */
    private volatile int size;

    /** How often a series was born or died. Written under the lock. */
    private volatile long changes;

    SeriesTable(Desc desc, Function<String[], ? extends Instrument> constructor, int maxSeries) {
        this.desc = desc;
        this.constructor = constructor;
        this.maxSeries = maxSeries;
        this.overflowValues = new String[desc.variableLabels().size()];
        Arrays.fill(overflowValues, Vec.OVERFLOW);
        this.tombstone = new SeriesTombstone(desc);
        this.sorted = new SortedSeries(desc);
    }

    Desc desc() {
        return desc;
    }

    Instrument find(String a) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null || a.equals(series.labelValues[0])) {
                return series;
            }
        }
    }

    Instrument find(String a, String b) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1])) {
                return series;
            }
        }
    }

    Instrument find(String a, String b, String c) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b, c), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2])) {
                return series;
            }
        }
    }

    Instrument find(String a, String b, String c, String d) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(a, b, c, d), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0]) && b.equals(values[1]) && c.equals(values[2]) && d.equals(values[3])) {
                return series;
            }
        }
    }

    Instrument find(String[] values) {
        Instrument[] table = slots;
        int mask = table.length - 1;
        for (int i = LabelHash.slot(LabelHash.of(values), mask); ; i = i + 1 & mask) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (series == null || sameValues(values, series.labelValues)) {
                return series;
            }
        }
    }

    /** The slot of the series with these values, or the empty one where the search ends. Used under the lock. */
    private static int indexOf(Instrument[] table, String[] values) {
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
     * Finds the series with these values, or makes it, or finds or makes that for what is beyond the limit. The values
     * are checked, and the array becomes the series'.
     */
    Instrument findOrCreate(String[] values) {
        desc.checkLabelValues(values);
        Instrument beyond = size > maxSeries ? findBeyondLimit(values) : null;
        if (beyond != null) {
            return beyond;
        }
        lock.lock();
        try {
            Instrument found = find(values);
            if (found != null) {
                return found;
            }
            Instrument overflow = size < maxSeries ? null : find(overflowValues);
            if (size - (overflow == null ? 0 : 1) < maxSeries || sameValues(values, overflowValues)) {
                return create(values);
            }
            return overflow != null ? overflow : create(overflowValues.clone());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Once there is one more series than the limit, the one for overflow is there, and no new one is made: so a flood
     * of new values need not queue at the lock. The search begins after that was seen, so it sees every series.
     */
    private Instrument findBeyondLimit(String[] values) {
        Instrument found = find(values);
        return found != null ? found : find(overflowValues);
    }

    private Instrument create(String[] values) {
        if (2 * (used + 1) > slots.length) {
            rebuild();
        }
        Instrument series = constructor.apply(values);
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
            if (isLiving(series)) {
                table[indexOf(table, series.labelValues)] = series;
            }
        }
        used = size;
        slots = table;
    }

    /** Deletes the series that a predicate chooses; it is a cheap function of the library's own. */
    int deleteIf(Predicate<Instrument> chosen) {
        lock.lock();
        try {
            int deleted = 0;
            Instrument[] table = slots;
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
        for (Instrument series : slots) {
            if (isLiving(series)) {
                living[n++] = series.exposed();
            }
        }
        return living;
    }

    /** Shows what is in the table, without the lock: what comes or goes meanwhile may be shown or not. */
    void forEach(Consumer<Instrument> out) {
        Instrument[] table = slots;
        for (int i = 0; i < table.length; i++) {
            Instrument series = (Instrument) SLOTS.getAcquire(table, i);
            if (isLiving(series)) {
                out.accept(series);
            }
        }
    }

    private boolean isLiving(Instrument entry) {
        return entry != null && entry != tombstone;
    }
}
