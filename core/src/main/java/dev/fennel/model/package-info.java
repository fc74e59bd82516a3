/**
 * The contract between instruments, registry and encoders. They depend on this package, so it cannot import them.
 *
 * <p>In the order of reading:
 *
 * <ol>
 *   <li>{@link dev.fennel.model.Desc} describes a metric by its {@link dev.fennel.model.MetricType}, name, help, unit
 *       and {@link dev.fennel.model.Labels}.
 *   <li>{@link dev.fennel.model.Metric} is one series, and {@link dev.fennel.model.MetricVisitor} takes its value:
 *       numbers, {@link dev.fennel.model.HistogramValue} with its {@link dev.fennel.model.NativeBuckets},
 *       {@link dev.fennel.model.SummaryValue}, and {@link dev.fennel.model.Exemplar} as an example of an observation.
 *   <li>{@link dev.fennel.model.Collector} hands out Descs and metrics. A custom collector hands out
 *       {@link dev.fennel.model.ConstMetric}s.
 *   <li>{@link dev.fennel.model.MetricFamily} has the metrics of one name, as a registry gathers them.
 * </ol>
 *
 * <p>Descs, labels, exemplars, families and const metrics are immutable. Collectors and metrics are used by several
 * threads at once, a visitor and the values that it is given by one. Arguments and results are never null, unless said
 * otherwise; a null argument throws {@link java.lang.NullPointerException}.
 */
/*
 * Beside them, NameRules says which names, help texts and units are valid. FixedHistogram, FixedNativeBuckets and
 * FixedSummary are the values that do not change, and hold the checks of all values that come from outside. MetricCopy
 * makes a const metric of any other one. A NumberBatch takes the numbers of many metrics at once.
 */
package dev.fennel.model;
