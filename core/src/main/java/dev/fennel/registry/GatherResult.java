package dev.fennel.registry;

import dev.fennel.model.MetricFamily;
import java.util.List;

/**
 * What a gather brought: the families, and beside them what went wrong.
 *
 * @param families the families, sorted by name in the order of UTF-8 bytes, none without metrics
 * @param errors what went wrong, empty if all went well; the families hold everything that was not affected
 */
public record GatherResult(List<MetricFamily> families, List<GatherError> errors) {
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
}
