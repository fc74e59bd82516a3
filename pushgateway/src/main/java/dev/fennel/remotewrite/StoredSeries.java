package dev.fennel.remotewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What the pushes of one object have stored and not marked as ended. Safe for use by several threads: a push takes what
 * is there when it begins, and replaces that, and nothing else, when it has its answers.
 */
final class StoredSeries {
    private List<WrittenFamily> families = List.of();

    /** What is stored now. */
    synchronized List<WrittenFamily> get() {
        return families;
    }

    /**
     * Replaces families by others.
     *
     * @param before what {@link #get} returned; other pushes may have replaced some of it since
     * @param after what is stored in place of it
     */
    synchronized void replace(List<WrittenFamily> before, List<WrittenFamily> after) {
        if (families == before) {
            families = after;
            return;
        }
        Set<WrittenFamily> replaced = Collections.newSetFromMap(new IdentityHashMap<>());
        replaced.addAll(before);
        List<WrittenFamily> all = new ArrayList<>(families);
        all.removeIf(replaced::contains);
        all.addAll(after);
        families = all;
    }
}
