/**
 * The contract between instruments, registry and encoders.
 *
 * <p>Read {@link dev.fennel.model.Desc} first, then {@link dev.fennel.model.Metric} and
 * {@link dev.fennel.model.MetricVisitor}, which takes its value, then {@link dev.fennel.model.Collector}. A custom
 * collector describes its {@code Desc}s and hands out {@link dev.fennel.model.ConstMetric}s.
 *
 * <p>Descs, labels, exemplars, families and const metrics are immutable. Arguments are never null, unless said
 * otherwise; a null throws {@link java.lang.NullPointerException}.
 */
package dev.fennel.model;
