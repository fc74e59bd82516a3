package dev.fennel.remotewrite;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.internal.Nullable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A family as a push wrote it: its metrics, and the {@link Shape} of each. It is filled by one thread, and does not
 * change any more after the push has begun to send.
 */
final class WrittenFamily {
    final MetricFamily family;

    /** The shape of all metrics so far, as long as that is the same. */
    private Shape common = Shape.NUMBER;

    /** The shapes of all metrics, if they differ. */
    private @Nullable List<Shape> each;

    private int size;

    WrittenFamily(MetricFamily family) {
        this.family = family;
    }

    /** Adds the shape of the next metric. */
    void add(Shape shape) {
        if (size == 0) {
            common = shape;
        } else if (each == null && !shape.isSame(common)) {
            each = new ArrayList<>(Collections.nCopies(size, common));
        }
        if (each != null) {
            each.add(shape);
        }
        size++;
    }

    Metric metric(int index) {
        return family.metrics().get(index);
    }

    Shape shape(int index) {
        return each == null ? common : each.get(index);
    }

    /** The number of metrics that were written, which is all. */
    int size() {
        return size;
    }

    /** Whether both have the same series, as far as a glance shows. */
    boolean isSame(WrittenFamily other) {
        if (family != other.family || size != other.size) {
            return false;
        }
        if (each == null && other.each == null) {
            return common.isSame(other.common);
        }
        for (int i = 0; i < size; i++) {
            if (!shape(i).isSame(other.shape(i))) {
                return false;
            }
        }
        return true;
    }
}
