package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** One gather of a {@link JmxCollector}; used by one thread. */
final class JmxReading {
    private final MBeanServer server;
    private final JmxMisses misses;
    private final List<Metric> metrics = new ArrayList<>();

    /** Where each series comes from, by the name of its family and its labels. */
    private final Map<String, Map<Labels, Source>> givenBy = new HashMap<>();

    /** A row of an attribute of an MBean. */
    private record Source(JmxAttribute attribute, ObjectName mbean, JmxRow row) {
        @Override
        public String toString() {
            return row + attribute.toString() + " of " + mbean;
        }
    }

    JmxReading(MBeanServer server, JmxMisses misses) {
        this.server = server;
        this.misses = misses;
    }

    /**
     * Reads the MBeans of a name.
     *
     * @param mbeans a name or a pattern
     * @param wanted what to read of each
     */
    void read(ObjectName mbeans, List<JmxMetric> wanted) {
        String[] attributes =
                wanted.stream().map(JmxMetric::attributeName).distinct().toArray(String[]::new);
        // Sorted, so that of MBeans that clash always the same one counts.
        for (ObjectName mbean : new TreeSet<>(server.queryNames(mbeans, null))) {
            Map<String, Object> values = attributes(mbean, attributes);
            for (JmxMetric metric : wanted) {
                if (values.containsKey(metric.attributeName())) {
                    add(metric, mbean, values.get(metric.attributeName()));
                } else {
                    misses.noAttribute(metric, mbean);
                }
            }
        }
    }

    /** The attributes that can be read: asking for all at once leaves the others out, instead of throwing. */
    private Map<String, Object> attributes(ObjectName mbean, String[] names) {
        Map<String, Object> values = new HashMap<>();
        try {
            for (Attribute attribute : server.getAttributes(mbean, names).asList()) {
                values.put(attribute.getName(), attribute.getValue());
            }
        } catch (JMException | RuntimeException e) { // gone meanwhile, or an MBean that throws by itself
            LenientReading.logFailure(mbean.toString(), e);
        }
        return values;
    }

    private void add(JmxMetric wanted, ObjectName mbean, @Nullable Object attributeValue) {
        try {
            List<JmxRow> rows = wanted.rows(attributeValue);
            if (rows.isEmpty()) {
                misses.noRows(wanted, mbean, attributeValue);
            }
            for (JmxRow row : rows) {
                Double value = wanted.value(row.value());
                if (value == null) {
                    misses.noNumber(wanted, new Source(wanted.attribute(), mbean, row), row.value());
                } else {
                    add(wanted, mbean, row, value);
                    misses.matched(wanted);
                }
            }
        } catch (Throwable thrown) { // by the user's code that finds the label values, or that makes up a map
            misses.matched(wanted);
            metrics.add(ConstMetric.invalid(wanted.desc(), thrown));
        }
    }

    private void add(JmxMetric wanted, ObjectName mbean, JmxRow row, double value) {
        Desc desc = wanted.desc();
        Metric metric = ConstMetric.of(desc, value, wanted.labelValues(mbean, row));
        Source source = new Source(wanted.attribute(), mbean, row);
        Source before =
                givenBy.computeIfAbsent(desc.name(), name -> new HashMap<>()).putIfAbsent(metric.labels(), source);
        metrics.add(before == null ? metric : ConstMetric.invalid(desc, clash(metric, before, source)));
    }

    private static IllegalStateException clash(Metric metric, Source before, Source source) {
        return new IllegalStateException(
                before + " and " + source + " both give " + metric + ", expected a label that tells them apart");
    }

    void handOut(Consumer<? super Metric> out) {
        metrics.forEach(out);
    }
}
