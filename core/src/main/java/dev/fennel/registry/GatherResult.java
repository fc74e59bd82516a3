package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The result of a gather: the families, and the errors beside them.
 *
 * <p>Metrics mostly give their values when they are read, which is after the gather. A gatherer that must know when
 * they have all been read, to give back what they are read from or to change it in place, says what to do then:
 *
 * <pre>{@code
 * Gatherer rows = () -> {
 *     Snapshot snapshot = table.snapshot();
 *     return new GatherResult(snapshot.families(), List.of(), snapshot::release);
 * };
 * }</pre>
 *
 * <p>Whoever gathers calls {@link #done()} when the metrics are encoded, or if they never are. All of this library does
 * so, whatever goes wrong: scrapes, pushes, files and tests. Your own code needs to only where it may be given such a
 * gatherer.
 *
 * @param families the families, sorted by name in the order of UTF-8 bytes, none without metrics
 * @param errors what went wrong, empty if all went well; the families hold everything that was not affected
 * @param whenDone what {@link #done()} runs, or null. It runs once at most, on the thread that calls {@code done()}. As
 *     that is once for each result, a gatherer that has something to do returns a new result each time
 */
public record GatherResult(
        List<MetricFamily> families,
        List<GatherError> errors,
        @Nullable Runnable whenDone) {
    /** Of a gather that failed and left no memory to say why. */
    static final GatherResult UNREPORTED = new GatherResult(List.of(), List.of(GatherError.UNREPORTED));

    /**
     * Makes both lists immutable.
     *
     * @param families the families
     * @param errors what went wrong
     * @param whenDone what is to be done when the metrics have been read, or null
     */
    public GatherResult {
        families = List.copyOf(families);
        errors = List.copyOf(errors);
        whenDone = whenDone == null || whenDone instanceof Once ? whenDone : new Once(whenDone);
    }

    /**
     * A result whose metrics can be read at any time.
     *
     * @param families the families
     * @param errors what went wrong
     */
    public GatherResult(List<MetricFamily> families, List<GatherError> errors) {
        this(families, errors, null);
    }

    /**
     * Says that the metrics have been read for the last time. The first call runs what the gatherer wants to be done
     * then, if anything, and all further ones do nothing. If that throws, it is logged.
     *
     * <p>{@code Format.write} calls this itself.
     */
    public void done() {
        if (whenDone != null) {
            try {
                whenDone.run();
            } catch (Throwable thrown) {
                GatherError.of("done()", thrown).log(GatherResult.class.getPackageName(), System.Logger.Level.WARNING);
            }
        }
    }

    /**
     * A result to be kept, or read more than once. If the gatherer waits for {@link #done()}, all metrics are copied
     * with their present values and this result is done.
     *
     * @return this result if there is nothing to be done; else copies, and an error for each metric that has no copy
     */
    public GatherResult detached() {
        if (whenDone == null) {
            return this;
        }
        try {
            List<MetricFamily> copies = new ArrayList<>(families.size());
            List<GatherError> all = new ArrayList<>(errors);
            for (MetricFamily family : families) {
                copies.add(copyOf(family, all));
            }
            copies.removeIf(family -> family.metrics().isEmpty());
            return new GatherResult(copies, all);
        } finally {
            done();
        }
    }

    private static MetricFamily copyOf(MetricFamily family, List<GatherError> errors) {
        List<Metric> copies = new ArrayList<>(family.metrics().size());
        for (Metric metric : family.metrics()) {
            try {
                copies.add(ConstMetric.copyOf(metric));
            } catch (Throwable thrown) {
                errors.add(GatherError.of("metric of " + family.quoted(), thrown));
            }
        }
        return family.withMetrics(copies);
    }

    /** Runs a gatherer, which may be a user's: if it throws, or returns null, that is the one error of the result. */
    static GatherResult of(Gatherer gatherer, Duration timeLimit) {
        try {
            GatherResult result = gatherer.gather(timeLimit);
            return result != null ? result : failed(new MetricFault("returned null, expected a result"));
        } catch (Throwable thrown) {
            return failed(thrown);
        }
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    /**
     * Whether the other object is a result with the same families and errors, whatever is to be done when it was read.
     *
     * @param other any object
     * @return true for a result that says the same
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof GatherResult that && families.equals(that.families) && errors.equals(that.errors);
    }

    @Override
    public int hashCode() {
        return 31 * families.hashCode() + errors.hashCode();
    }

    @Override
    public String toString() {
        return "GatherResult[families=" + families + ", errors=" + errors + "]";
    }

    private static GatherResult failed(Throwable thrown) {
        try {
            return new GatherResult(List.of(), List.of(GatherError.of("gather()", thrown)));
        } catch (Throwable e) { // no memory for it
            return UNREPORTED;
        }
    }

    /** Runs a task the first time, and then lets go of it: gatherers keep the last result until the next. */
    @SuppressWarnings("serial") // never serialized
    private static final class Once extends AtomicReference<Runnable> implements Runnable {
        Once(Runnable task) {
            super(task);
        }

        @Override
        public void run() {
            Runnable task = getAndSet(null);
            if (task != null) {
                task.run();
            }
        }
    }
}
