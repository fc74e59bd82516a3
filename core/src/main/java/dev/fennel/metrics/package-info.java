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
 */
/*
 * For readers of the source:
 *
 * 1. The instruments. Instrument is one series. Counter and Gauge are one word each until threads use them much.
 *    Histogram and Summary keep theirs in cells. HistogramCells has those of a histogram, NativeCells what native
 *    buckets add, as NativeOptions says. A Spec has what all series of a Vec share, a Reading is a buffer that a series
 *    is read into, which a ReadingSpec lends.
 * 2. Vecs. Vec looks up series by label values in a SeriesLookup; a SeriesTable has the protocol of births and deaths
 *    of each SeriesEntry. CurriedLabels, with its Constraints, turns what the caller gave into label values;
 *    SortedSeries has the order in which series are exposed.
 * 3. The options of a Vec: VecSeries.Options checks what the builder was given. CurriedLabels applies the constraints,
 *    and VecSeries the rest: SeriesLimit is the rule of maxSeries, SeriesExpiry and ExpiringSeries let idle series go.
 * 4. Exemplars. ExemplarSupplier is what users implement, ExemplarSampler decides when it is asked.
 * 5. Metrics that are not written to by an instrument's methods: FuncMetric and FuncVec compute theirs, LongTasks
 *    looks at what is in progress, and MetricVec has those of users; SeriesSet is what Info and StateSet share.
 *
 * Pure algorithms are in packages that are not exported: cells, native buckets, quantiles.
 */
package dev.fennel.metrics;
