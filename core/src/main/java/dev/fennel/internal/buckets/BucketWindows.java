package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts of all native buckets of one sign in one cell: windows, sorted by key and apart from each other.
 *
 * <p>Usually there is one window. A value far from all others gets a window of its own, so that memory depends on how
 * many buckets are populated, not on how far apart they are: from the smallest double to the largest there are half a
 * million.
 *
 * <p>Which windows there are never changes. Where there is no room for an observation, the whole is replaced by another
 * one, which may share windows with this.
 */
final class BucketWindows {
    static final BucketWindows EMPTY = new BucketWindows(new BucketWindow[0]);

    /** Up to this many bits for the buckets between, a window is extended rather than a new one made. */
    private static final int NEAR = 8 * Long.SIZE;

    private final BucketWindow[] windows;

    private BucketWindows(BucketWindow[] windows) {
        this.windows = windows;
    }

    /** The window that holds a bucket, or null. */
    @Nullable
    BucketWindow windowOf(int key) {
        BucketWindow[] all = windows;
        if (all.length == 1) {
            return all[0].holds(key) ? all[0] : null;
        }
        int at = indexOf(key);
        return at >= 0 ? all[at] : null;
    }

    /** The index of the window that holds a bucket, or else {@code -1 - i} for the index of the first one above. */
    private int indexOf(int key) {
        int low = 0;
        int high = windows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (windows[middle].holds(key)) {
                return middle;
            }
            if (key < windows[middle].firstKey()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return -1 - low;
    }

    /** How many words the counts take. */
    int words() {
        int words = 0;
        for (BucketWindow window : windows) {
            words += window.wordCount();
        }
        return words;
    }

    boolean hasSameBuckets(BucketWindows other) {
        boolean same = windows.length == other.windows.length;
        for (int i = 0; same && i < windows.length; i++) {
            same = windows[i].hasSameBuckets(other.windows[i]);
        }
        return same;
    }

    /** The same windows, without counts. */
    BucketWindows empty() {
        BucketWindow[] empty = new BucketWindow[windows.length];
        for (int i = 0; i < empty.length; i++) {
            empty[i] = windows[i].empty();
        }
        return new BucketWindows(empty);
    }

    /** Takes the counts of others that have the same buckets. */
    void assign(BucketWindows other) {
        for (int i = 0; i < windows.length; i++) {
            windows[i].assign(other.windows[i]);
        }
    }

    boolean hasRoomFor(int key) {
        BucketWindow window = windowOf(key);
        return window != null && window.hasRoom(window.count(key));
    }

    /** Windows with room for an observation. Those that are not shared with this have no counts. */
    BucketWindows withRoomFor(int key, boolean padded) {
        int at = indexOf(key);
        List<BucketWindow> all = new ArrayList<>(List.of(windows));
        if (at >= 0) {
            all.set(at, windows[at].withLargerCounts(padded));
        } else {
            int above = -1 - at;
            if (above > 0 && isNear(key - windows[above - 1].endKey() + 1, windows[above - 1].logWidth())) {
                all.set(above - 1, windows[above - 1].reaching(key, padded));
            } else if (above < windows.length && isNear(windows[above].firstKey() - key, windows[above].logWidth())) {
                all.set(above, windows[above].reaching(key, padded));
            } else {
                all.add(above, BucketWindow.around(key));
            }
        }
        return joined(all, padded);
    }

    private static boolean isNear(int buckets, int logWidth) {
        return (long) buckets << logWidth <= NEAR;
    }

    /** Joins windows that overlap or are near to each other. */
    private static BucketWindows joined(List<BucketWindow> sorted, boolean padded) {
        List<BucketWindow> apart = new ArrayList<>();
        for (BucketWindow window : sorted) {
            int last = apart.size() - 1;
            if (last >= 0 && areNear(apart.get(last), window)) {
                apart.set(last, apart.get(last).joined(window, padded));
            } else {
                apart.add(window);
            }
        }
        return new BucketWindows(apart.toArray(BucketWindow[]::new));
    }

    private static boolean areNear(BucketWindow below, BucketWindow above) {
        return isNear(above.firstKey() - below.endKey(), Math.max(below.logWidth(), above.logWidth()));
    }

    /**
     * Windows without counts that have room for those of this when buckets are wider.
     *
     * @param times how many times they are made twice as wide
     * @param lowest the lowest bucket that is needed then
     * @param padded whether the counts must not share a cache line with what is allocated behind them
     */
    BucketWindows coarser(int times, int lowest, boolean padded) {
        List<BucketWindow> needed = new ArrayList<>();
        for (BucketWindow window : windows) {
            BucketWindow coarser = window.coarser(times, lowest, padded);
            if (coarser != null) {
                needed.add(coarser);
            }
        }
        return joined(needed, padded);
    }

    /** All windows, which the caller does not change. */
    BucketWindow[] all() {
        return windows;
    }
}
