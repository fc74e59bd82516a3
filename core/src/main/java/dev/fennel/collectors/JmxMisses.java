package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Why metrics of a {@link JmxCollector} have no series: said once in the log for each metric, at the end of the first
 * gather that found nothing, if no gather before it had found anything.
 *
 * <p>Safe to be used by several threads; if several gather at once, one of them may give the reason that another found.
 */
final class JmxMisses {
    private final MBeanServer server;

    /** The metrics that have had a series, or whose absence was logged. */
    private final Set<JmxMetric> settled = ConcurrentHashMap.newKeySet();

    /** What was found instead of a series; the last reason of each metric that is not settled. */
    private final Map<JmxMetric, Reason> reasons = new ConcurrentHashMap<>();

    private record Reason(String text, @Nullable ObjectName withoutAttribute) {}

    JmxMisses(MBeanServer server) {
        this.server = server;
    }

    void matched(JmxMetric metric) {
        settled.add(metric);
    }

    void noAttribute(JmxMetric metric, ObjectName mbean) {
        if (!settled.contains(metric)) {
            reasons.put(metric, new Reason(mbean + " gave no attribute \"" + metric.attributeName() + "\"", mbean));
        }
    }

    void noRows(JmxMetric metric, ObjectName mbean, @Nullable Object value) {
        if (!settled.contains(metric)) {
            String found = metric.attribute() + " of " + mbean;
            String fault =
                    JmxRow.hasRows(value) ? " has no rows yet" : " is " + described(value) + ", expected one with rows";
            reasons.put(metric, new Reason(found + fault, null));
        }
    }

    void noNumber(JmxMetric metric, Object source, @Nullable Object value) {
        if (!settled.contains(metric)) {
            String expected = metric.isOfRows() || !JmxRow.hasRows(value)
                    ? ", expected a number" + (JmxAttribute.number(value) == null ? "" : " that a counter can have")
                    : ", expected a row label, since it has rows";
            reasons.put(metric, new Reason(source + " is " + described(value) + expected, null));
        }
    }

    private static String described(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        return (value instanceof Number ? value + ", " : "") + "a "
                + value.getClass().getTypeName();
    }

    /** Logs why these metrics have no series, unless they had one or it was logged before. */
    void log(Iterable<JmxMetric> metrics) {
        for (JmxMetric metric : metrics) {
            if (settled.add(metric)) {
                Reason reason = reasons.get(metric);
                String text = reason == null ? "no MBean of that name" : reason.text();
                new GatherError(metric + " has no series so far: " + text, cause(metric, reason))
                        .log(JmxMisses.class.getPackageName(), System.Logger.Level.WARNING);
            }
            reasons.remove(metric);
        }
    }

    /** Why an MBean gave no attribute, which it says only if it is asked for that attribute alone. */
    private @Nullable Throwable cause(JmxMetric metric, @Nullable Reason reason) {
        if (reason != null && reason.withoutAttribute() != null) {
            try {
                server.getAttribute(reason.withoutAttribute(), metric.attributeName());
            } catch (JMException | RuntimeException e) {
                return e;
            }
        }
        return null;
    }
}
