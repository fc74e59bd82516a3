/**
 * The instruments: counter, gauge, histogram and summary, each alone or as a Vec with labels; counters, gauges and
 * untyped metrics whose value a function computes, with labels too; tasks in progress; Vecs of metrics of your own;
 * info and state set, which carry their information in labels; and the timer.
 *
 * <p>For users: every instrument has a static {@code builder(...)}. The builder's {@code build()} makes it, and
 * {@code register()} also registers it. {@link dev.fennel.metrics.MetricBuilder} has what all builders share. Start
 * with {@link dev.fennel.metrics.Counter} and {@link dev.fennel.metrics.CounterVec}.
 *
 * <p>All instruments and Vecs may be used by several threads at once, and lose nothing. Counts are exact, as are sums
 * of whole numbers up to 2<sup>53</sup>. Sums of fractions are rounded, and a quantile is off by no more than the error
 * of its objective. A builder and a timer are used by one thread at a time. Arguments and results are never null,
 * unless said otherwise.
 *
 * <p>For readers of the source:
 *
 * <ol>
 *   <li>The instruments. {@link dev.fennel.metrics.Instrument} is one series. {@code Counter} and {@code Gauge} are one
 *       word each until threads use them much. {@link dev.fennel.metrics.Histogram} and
 *       {@link dev.fennel.metrics.Summary} keep theirs in cells. {@code HistogramCells} has those of a histogram,
 *       {@code NativeCells} what native buckets add. A {@code Spec} has what all series of a Vec share, a
 *       {@code Reading} is a buffer that a series is read into.
 *   <li>Vecs. {@link dev.fennel.metrics.Vec} looks up series by label values in a {@code SeriesLookup}; a
 *       {@code SeriesTable} has the protocol of births and deaths. {@code CurriedLabels} and {@code LabelConstraints}
 *       turn what the caller gave into label values; {@code SortedSeries} has the order in which series are exposed.
 *   <li>The options of a Vec: {@code VecSeries.Options} checks what the builder was given. {@code CurriedLabels}
 *       applies the constraints, and {@code VecSeries} the rest: {@code SeriesLimit} is the rule of {@code maxSeries},
 *       {@code SeriesExpiry} and {@code ExpiringSeries} let idle series go.
 *   <li>Exemplars. {@link dev.fennel.metrics.ExemplarSupplier} is what users implement, {@code ExemplarSampler} decides
 *       when it is asked.
 *   <li>Metrics that are not written to by an instrument's methods: {@link dev.fennel.metrics.FuncMetric} and
 *       {@link dev.fennel.metrics.FuncVec} compute theirs, {@link dev.fennel.metrics.LongTasks} looks at what is in
 *       progress, and {@link dev.fennel.metrics.MetricVec} has those of users; {@code SeriesSet} is what
 *       {@link dev.fennel.metrics.Info} and {@link dev.fennel.metrics.StateSet} share.
 * </ol>
 *
 * <p>Pure algorithms are in packages that are not exported: cells, native buckets, quantiles.
 */
package dev.fennel.metrics;
