package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The values of the labels {@link ScrapeLoad#LABEL_NAMES} for series that are not there yet. */
@State(Scope.Thread)
public class NewSeries {
    private static final int RESIDENTS = 10_000;
    private static final int NEWCOMERS = 1_024;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final List<String[]> newcomers = new ArrayList<>();
    private int next;

    /** Makes label values that no other thread has. */
    public NewSeries() {
        int thread = THREADS.getAndIncrement();
        for (int i = 0; i < NEWCOMERS; i++) {
            newcomers.add(labelValues("/new/" + thread + '/', i));
        }
    }

    /**
     * Passes on the label values of series that stay.
     *
     * @param out gets three values
     */
    public static void forEachResident(Consumer<String[]> out) {
        for (int i = 0; i < RESIDENTS; i++) {
            out.accept(labelValues("/api/", i));
        }
    }

    private static String[] labelValues(String prefix, int i) {
        return new String[] {"method" + i % 10, "code" + i % 100, prefix + i};
    }

    /**
     * The label values of the next series. After the last one, the first follows, which should be gone by then.
     *
     * @return three values
     */
    public String[] next() {
        return newcomers.get(next++ & NEWCOMERS - 1);
    }
}
