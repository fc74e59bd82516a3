package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.SecretHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * Finds the series of a Vec by their label values, without a lock and without allocating: an open-addressing table with
 * linear probing, whose {@linkplain SeriesEntry entries} are the series themselves.
 *
 * <p>Look-ups run at any time, in any number of threads, and write nothing. {@link SeriesTable} changes the slots. This
 * is what look-ups rely on:
 *
 * <ol>
 *   <li>The tables and their slots are written only by the thread that holds the lock of the {@code SeriesTable}.
 *   <li>An entry stays in its slot until it is deleted. Then the tombstone takes its place, and a new entry may take
 *       that of the tombstone. But if the slot behind is empty, the entry's slot is emptied, and so are those of the
 *       tombstones right before it. The label values of an entry never change.
 *   <li>At most half of the slots are taken, tombstones included. When a slot too many would be taken, a new table with
 *       the living series replaces the old one, which stays as it was.
 *   <li>An entry is finished before it is put into its slot with a release store. Look-ups read the table from a
 *       volatile field and each slot with acquire.
 *   <li>The hash codes of the strings decide where a search begins, until series are too far from there: whether by
 *       chance or because somebody chose the values so. From then on a {@link SecretHash} decides, in another table: it
 *       is stored before {@link #NONE} takes the place of the first one, and a search that finds nothing in that goes
 *       on in the other.
 *   <li>Before a series is made, its label values are looked up again under the lock.
 * </ol>
 *
 * <p>This is what follows:
 *
 * <ol>
 *   <li>Every search ends, after a few slots on average, whatever the values: by 3, there are empty slots at all times,
 *       and by 5, one is near.
 *   <li>A thread that finds a series sees all of it, by 4.
 *   <li>A search finds every series that was there when it began and has not been deleted: by 2, no slot between the
 *       place where the search starts and that of the series is emptied, since the slot behind it is taken. Without the
 *       tombstone, one would be, and all series behind it would be made a second time.
 *   <li>A search in a table that has just been replaced can miss only what was added since. By 6, such a miss never
 *       leads to a second series with the same label values.
 * </ol>
 *
 * <p>A thread that dies in a look-up leaves no trace.
 *
 * <p>Series that come take the slots of those that went. When tombstones stayed until the table was full, the search
 * for label values that came again went through all tombstones of their former lives: a birth and a death among 10,000
 * series took 1.0 us. Emptying slots without taking them again makes rows of hundreds of taken slots, since a table
 * then lasts long; taking them again without emptying makes a new table every 8,000 births among 10,000 in place of
 * every 66,000, and each takes 0.7 ms.
 *
 * <p>A look-up by two constants and an increment take 5.1 ns on JDK 17, of which the increment is 2.1, and 4.2 if
 * nothing at all is compared. By equal strings that are other objects they take 8.3 ns, 6.3 if only hash codes are
 * compared, and 4.8 if nothing is. So what is left above the loads is the price of two {@code String.equals}. Reading a
 * slot plainly, with a fence behind, was not faster; label values in the table itself would save two loads, and take
 * some 24 bytes a series.
 */
class SeriesLookup {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(SeriesEntry[].class);
    private static final int INITIAL_SLOTS = 8;

    /** Ends every search at once. Never written to. */
    private static final SeriesEntry[] NONE = new SeriesEntry[1];

    /**
     * How far series may be from where their search begins: one of them, and all together, per series and to begin
     * with. By chance, the sum stays near a half per series, and one of 100 millions is 100 slots away.
     */
    private static final int FARTHEST = 128;

    /**
     * For how many series a search may begin at one slot. By chance, at half load, there are more at one slot in 10^13.
     * With that many of equal hash codes among others, they are found in about twice the time of those.
     */
    private static final int MOST_FROM_ONE_SLOT = 12;

    private static final int FAR_ON_AVERAGE = 2;
    private static final int FAR_AT_FIRST = 128;

    /** Of slots that are taken. By chance, at half load, a row of this length has a probability of about e^-24. */
    private static final int LONGEST_ROW = 128;

    static {
        new Seeded(SecretHash.withRandomKey(), NONE).hash(new String[] {""});
        // The call in put() is linked here, which may take more stack than there is when a series is made.
        SLOTS.setRelease(new SeriesEntry[1], 0, (SeriesEntry) null);
    }

    private final SeriesEntry tombstone;

    /** By the hash codes of the values; {@link #NONE} once those are useless. */
    private volatile SeriesEntry[] slots = new SeriesEntry[INITIAL_SLOTS];

    /** Null until then. */
    private volatile @Nullable Seeded seeded;

    /** How many slots are not empty, tombstones included. Guarded by the lock, as is {@link #distances}. */
    private int used;

    /** The sum of the distances between where the search for a series begins and where it is. */
    private long distances;

    SeriesLookup(int labels) {
        this.tombstone = new SeriesEntry.Tombstone(labels);
    }

    @Nullable
    SeriesEntry find(String a) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = slot(a.hashCode(), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return table == NONE ? findSeeded(1, a, a, a, a) : null;
            }
            if (a.equals(series.labelValues[0])) {
                return series;
            }
        }
    }

    @Nullable
    SeriesEntry find(String a, String b) {
        SeriesEntry[] table = slots;
        int mask = table.length - 1;
        for (int i = slot(hash(a, b), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return table == NONE ? findSeeded(2, a, b, b, b) : null;
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
        for (int i = slot(hash(a, b, c), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return table == NONE ? findSeeded(3, a, b, c, c) : null;
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
        for (int i = slot(hash(a, b, c, d), mask); ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (series == null) {
                return table == NONE ? findSeeded(4, a, b, c, d) : null;
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
        Seeded other = table == NONE ? seeded : null;
        SeriesEntry[] searched = other == null ? table : other.slots;
        int mask = searched.length - 1;
        for (int i = start(mask, other, values); ; i = i + 1 & mask) {
            // Each slot is read once: the next reading may find the tombstone there.
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(searched, i);
            if (series == null || sameValues(series.labelValues, values)) {
                return series;
            }
        }
    }

    /** Looks up one to four values in the second table. */
    @SuppressWarnings("NullAway") // it is stored before NONE takes the place of the first one
    private @Nullable SeriesEntry findSeeded(int count, String a, String b, String c, String d) {
        Seeded table = seeded;
        long hash = table.hash.hash(0, a);
        hash = count > 1 ? table.hash.hash(hash, b) : hash;
        hash = count > 2 ? table.hash.hash(hash, c) : hash;
        hash = count > 3 ? table.hash.hash(hash, d) : hash;
        int mask = table.slots.length - 1;
        for (int i = (int) hash & mask; ; i = i + 1 & mask) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table.slots, i);
            if (series == null) {
                return null;
            }
            String[] values = series.labelValues;
            if (a.equals(values[0])
                    && (count < 2 || b.equals(values[1]))
                    && (count < 3 || c.equals(values[2]))
                    && (count < 4 || d.equals(values[3]))) {
                return series;
            }
        }
    }

    /** Passes on each entry: what is born or dies meanwhile may be among them or not. */
    void forEach(Consumer<SeriesEntry> out) {
        SeriesEntry[] table = table();
        for (int i = 0; i < table.length; i++) {
            SeriesEntry series = (SeriesEntry) SLOTS.getAcquire(table, i);
            if (isLiving(series)) {
                out.accept(series);
            }
        }
    }

    /** The slot of the series with these values, or else the first free one on the way. Used under the lock. */
    private int indexOf(SeriesEntry[] table, @Nullable Seeded other, String[] values) {
        int free = -1;
        int mask = table.length - 1;
        for (int i = start(mask, other, values); ; i = i + 1 & mask) {
            SeriesEntry entry = table[i];
            if (!isLiving(entry)) {
                free = free < 0 ? i : free;
                if (entry == null) {
                    return free;
                }
            } else if (sameValues(entry.labelValues, values)) {
                return i;
            }
        }
    }

    private static int start(int mask, @Nullable Seeded seeded, String[] values) {
        return seeded == null ? slot(hash(values), mask) : (int) seeded.hash(values) & mask;
    }

    /** Whether a series has these values; a tombstone has none. */
    static boolean sameValues(String[] found, String[] wanted) {
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null || !found[i].equals(wanted[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The hash codes of several values in one, with the golden ratio as the factor: for pairs of small numbers, 31
     * times the first and the second is the same for twenty of them. All forms agree, however the values are given.
     */
    private static int hash(String a, String b) {
        return 0x9E3779B9 * a.hashCode() + b.hashCode();
    }

    private static int hash(String a, String b, String c) {
        return 0x9E3779B9 * hash(a, b) + c.hashCode();
    }

    private static int hash(String a, String b, String c, String d) {
        return 0x9E3779B9 * hash(a, b, c) + d.hashCode();
    }

    private static int hash(String[] values) {
        int hash = 0;
        for (String value : values) {
            hash = 0x9E3779B9 * hash + value.hashCode();
        }
        return hash;
    }

    /**
     * Multiplying by the golden ratio moves the entropy of all bits up; the shift brings it down to the mask. It is 16
     * because of numbers in a row, in thirty forms: with 15 there were rows of up to 189 taken slots, from 4,000
     * numbers on, and with 16 of up to 51, as there are by chance.
     */
    private static int slot(int hash, int mask) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 16) & mask;
    }

    /** A table in which nobody can foresee where a search begins. */
    private record Seeded(SecretHash hash, SeriesEntry[] slots) {
        long hash(String[] values) {
            long result = 0;
            for (String value : values) {
                result = hash.hash(result, value);
            }
            return result;
        }
    }

    /** Whether the hash codes of the values have turned out to be useless. */
    boolean isSeeded() {
        return seeded != null;
    }

    /** How far series are from where the search for them begins, on average. For tests without other threads. */
    double meanDistance() {
        Seeded other = seeded;
        SeriesEntry[] table = table();
        long[] sum = new long[2];
        forEach(series -> {
            sum[0]++;
            sum[1] += distance(table, other, series.labelValues, indexOf(table, other, series.labelValues));
        });
        return (double) sum[1] / sum[0];
    }

    // What follows is used under the lock.

    /** The slots as they are now; also used without the lock. */
    SeriesEntry[] table() {
        // In this order: who finds that these are useless finds the others.
        SeriesEntry[] table = slots;
        Seeded other = seeded;
        return table == NONE && other != null ? other.slots : table;
    }

    boolean isLiving(@Nullable SeriesEntry entry) {
        return entry != null && entry != tombstone;
    }

    /** The slot of the series with these values, or a free one for it. */
    int indexOf(String[] values) {
        return indexOf(table(), seeded, values);
    }

    /**
     * Makes room for one more series. Returns the slot for it, which {@link #put} is to fill.
     *
     * @param free what {@link #indexOf} returned for its values
     * @param living how many series there are
     */
    int makeRoom(int free, String[] values, int living) {
        int i = free;
        if (2 * (used + 1) > table().length) {
            rebuild(seeded == null ? null : seeded.hash, living);
            i = indexOf(values);
        }
        if (seeded == null) {
            int distance = distance(slots, null, values, i);
            if (distance > FARTHEST
                    || fromSameSlot(slots, values) > MOST_FROM_ONE_SLOT
                    || distances + distance > FAR_ON_AVERAGE * (long) used + FAR_AT_FIRST
                    || isCrowded(slots, i)) {
                rebuild(SecretHash.withRandomKey(), living);
                return indexOf(values);
            }
            distances += distance;
        }
        return i;
    }

    /** How many searches begin where that for these values does, this one included. */
    private int fromSameSlot(SeriesEntry[] table, String[] values) {
        int mask = table.length - 1;
        int start = start(mask, null, values);
        int series = 1;
        for (int i = start; table[i] != null; i = next(table, i)) {
            if (isLiving(table[i]) && start(mask, null, table[i].labelValues) == start) {
                series++;
            }
        }
        return series;
    }

    /**
     * Whether a slot, once it is taken, is in a long row of such: a search that finds nothing goes through all of it.
     */
    private static boolean isCrowded(SeriesEntry[] table, int slot) {
        int row = 1;
        for (int i = next(table, slot); row <= LONGEST_ROW && table[i] != null; i = next(table, i)) {
            row++;
        }
        for (int i = slot - 1; row <= LONGEST_ROW && table[i & (table.length - 1)] != null; i--) {
            row++;
        }
        return row > LONGEST_ROW;
    }

    private static boolean hasLongRow(SeriesEntry[] table) {
        int row = 0;
        // Once more around the end, where a row may go on.
        for (int i = 0; i < table.length + LONGEST_ROW && row <= LONGEST_ROW; i++) {
            row = table[i & (table.length - 1)] == null ? 0 : row + 1;
        }
        return row > LONGEST_ROW;
    }

    private static int next(SeriesEntry[] table, int slot) {
        return (slot + 1) & (table.length - 1);
    }

    /** Shows a series to all threads, by the last call that is made here. */
    void put(int i, SeriesEntry series) {
        SeriesEntry[] table = table();
        int more = table[i] == null ? 1 : 0;
        SLOTS.setRelease(table, i, series);
        used += more;
    }

    /** Takes a series out of its slot, by the last call that is made here. */
    void bury(int i) {
        SeriesEntry[] table = table();
        int distance = seeded == null ? distance(table, null, table[i].labelValues, i) : 0;
        boolean isLast = table[next(table, i)] == null;
        SLOTS.setRelease(table, i, isLast ? null : tombstone);
        used -= isLast ? 1 : 0;
        distances -= distance;
    }

    /** Empties the slots before one that was just emptied, as far as tombstones are there. */
    void sweep(int emptied) {
        SeriesEntry[] table = table();
        int mask = table.length - 1;
        for (int i = emptied - 1 & mask; table[i] == tombstone && table[i + 1 & mask] == null; i = i - 1 & mask) {
            SLOTS.setRelease(table, i, (SeriesEntry) null);
            used--;
        }
    }

    /** Replaces the table by one with the living series alone, in the places where a hash puts them, if it is given. */
    private void rebuild(@Nullable SecretHash hash, int living) {
        int capacity = INITIAL_SLOTS;
        // At most a third full, so that the next rebuild is not near, and a table that only grows doubles.
        while (capacity < 3 * (living + 1)) {
            capacity *= 2;
        }
        SeriesEntry[] table = new SeriesEntry[capacity];
        Seeded other = hash == null ? null : new Seeded(hash, table);
        long sum = 0;
        for (SeriesEntry series : table()) {
            if (isLiving(series)) {
                int i = indexOf(table, other, series.labelValues);
                sum += distance(table, other, series.labelValues, i);
                table[i] = series;
            }
        }
        if (other == null && hasLongRow(table)) {
            rebuild(SecretHash.withRandomKey(), living);
            return;
        }
        used = living;
        if (other == null) {
            distances = sum;
            slots = table;
        } else {
            seeded = other;
            slots = NONE;
        }
    }

    private static int distance(SeriesEntry[] table, @Nullable Seeded seeded, String[] values, int i) {
        int mask = table.length - 1;
        return i - start(mask, seeded, values) & mask;
    }
}
