package dev.fennel.collectors;

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
    private final List<Metric> metrics = new ArrayList<>();

    /** The MBean that each series comes from. */
    private final Map<Series, ObjectName> givenBy = new HashMap<>();

    private record Series(String name, Labels labels) {}

    JmxReading(MBeanServer server) {
        this.server = server;
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
                Double value = metric.value(values.get(metric.attributeName()));
                if (value != null) {
                    add(metric, mbean, value);
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

    private void add(JmxMetric wanted, ObjectName mbean, double value) {
        Desc desc = wanted.desc();
        try {
            Metric metric = ConstMetric.of(desc, value, wanted.labelValues(mbean));
            ObjectName before = givenBy.putIfAbsent(new Series(desc.name(), metric.labels()), mbean);
            metrics.add(before == null ? metric : ConstMetric.invalid(desc, clash(metric, before, mbean)));
        } catch (Throwable thrown) { // by the user's code that finds the label values
            metrics.add(ConstMetric.invalid(desc, thrown));
        }
    }

    private static IllegalStateException clash(Metric metric, ObjectName before, ObjectName mbean) {
        return new IllegalStateException("the MBeans " + before + " and " + mbean + " both give " + metric
                + ", expected a label that tells them apart");
    }

    void handOut(Consumer<? super Metric> out) {
        metrics.forEach(out);
    }
}
