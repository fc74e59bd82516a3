package dev.fennel.registry;

import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.List;

/**
 * The result of a gather: the families, and the errors beside them.
 *
 * @param families the families, sorted by name in the order of UTF-8 bytes, none without metrics
 * @param errors what went wrong, empty if all went well; the families hold everything that was not affected
 */
public record GatherResult(List<MetricFamily> families, List<GatherError> errors) {
    /** Of a gather that failed and left no memory to say why. */
    static final GatherResult UNREPORTED = new GatherResult(List.of(), List.of(GatherError.UNREPORTED));

    /**
     * Makes both lists immutable.
     *
     * @param families the families
     * @param errors what went wrong
     */
    public GatherResult {
        families = List.copyOf(families);
        errors = List.copyOf(errors);
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
}
