package dev.fennel.testsupport;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import java.util.function.Consumer;

/**
 * A metric as a library author may write it.
 *
 * @param desc its Desc
 * @param labels its labels
 * @param value writes its value, or does what it should not
 */
public record CustomMetric(Desc desc, Labels labels, Consumer<? super MetricVisitor> value) implements Metric {
    @Override
    public void write(MetricVisitor visitor) {
        value.accept(visitor);
    }
}
