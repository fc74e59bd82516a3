package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A family of instruments that differ in the values of their labels, each made when it is first asked for.
 *
 * <p>Looking up a series takes no lock and, with up to four labels, allocates nothing, so it can be done in a hot path;
 * keeping the series in a field is faster still. To have a series exposed before its first use, look it up once at the
 * start. A deleted series still works for code that holds it, but is no longer exposed.
 *
 * <p>{@link #curryWith Currying} gives a view of the same series with some labels fixed. A view deletes and lists only
 * series that have the fixed values; as a collector it stands for all.
 *
 * <p>A Vec without labels, which generic code may make, has one series: {@code withLabelValues()}.
 *
 * <p>Every combination of label values is a series that lives until it is deleted, here and in the server. So labels
 * are for a few well-known values, never for user ids or other open-ended sets. If values come from outside, the
 * builder can {@linkplain MetricBuilder#constrain make them uniform}, {@linkplain MetricBuilder#maxSeries limit} the
 * number of series, and {@linkplain MetricBuilder#expireAfter let idle ones go}.
 *
 * @param <M> the instrument
 * @param <V> the Vec's own type
 */
public abstract sealed class Vec<M extends Metric, V extends Vec<M, V>> implements Collector
        permits CounterVec, GaugeVec, HistogramVec, MetricVec, SummaryVec {
    /**
     * The value of each label of the overflow series, which is used beyond the {@linkplain MetricBuilder#maxSeries
     * limit}.
     */
    public static final String OVERFLOW = "__overflow__";

    /** Fills the places of label values that a look-up does not give; never read. */
    private static final String UNUSED = "";

    private final VecSeries all;
    private final SeriesTable table;
    private final SeriesLookup lookup;
    private final CurriedLabels curried;

    /** The number of label values that look-ups pass straight to the table; -1 if there is more to do than that. */
    private final int arity;

    Vec(Desc desc, Function<String[], ? extends Instrument> constructor, VecSeries.Options options) {
        this.all = new VecSeries(desc, constructor, options);
        this.table = all.table();
        this.lookup = table.lookup();
        this.curried = CurriedLabels.allFree(desc, options.constraints(desc));
        this.arity = all.isLasting() && curried.isPlain() ? curried.count() : -1;
    }

    /** A curried view. */
    Vec(Vec<M, V> whole, CurriedLabels curried) {
        this.all = whole.all;
        this.table = whole.table;
        this.lookup = whole.lookup;
        this.curried = curried;
        this.arity = -1;
    }

    /**
     * Casts what was found to the type of the series. Each Vec does this itself, with a cast to a final class: where a
     * look-up is compiled into the code that calls it, that cast and the one in the calling code are one.
     */
    abstract M series(SeriesEntry found);

    /** Whether a series can be exposed: not if it is a user's, and could not be made. */
    boolean isMade(SeriesEntry found) {
        return true;
    }

    /** Whether the series are the library's own, so that their family needs no check. */
    boolean isTrusted() {
        return true;
    }

    /** A view of this Vec with other labels curried. */
    abstract V view(CurriedLabels curried);

    /**
     * The series with this label value, made if need be.
     *
     * @param value the value of the only label
     * @return the series
     * @throws IllegalArgumentException if there is not one label, or the value is not valid Unicode
     */
    public final M withLabelValues(String value) {
        SeriesEntry found = arity == 1 && value != null ? lookup.find(value) : null;
        return found != null ? series(found) : lookUp(1, value, UNUSED, UNUSED, UNUSED);
    }

    /**
     * The series with these label values, made if need be.
     *
     * @param first the value of the first label
     * @param second the value of the second label
     * @return the series
     * @throws IllegalArgumentException if there are not two labels, or a value is not valid Unicode
     */
    public final M withLabelValues(String first, String second) {
        SeriesEntry found = arity == 2 && first != null && second != null ? lookup.find(first, second) : null;
        return found != null ? series(found) : lookUp(2, first, second, UNUSED, UNUSED);
    }

    /**
     * The series with these label values, made if need be.
     *
     * @param first the value of the first label
     * @param second the value of the second label
     * @param third the value of the third label
     * @return the series
     * @throws IllegalArgumentException if there are not three labels, or a value is not valid Unicode
     */
    public final M withLabelValues(String first, String second, String third) {
        SeriesEntry found = arity == 3 && first != null && second != null && third != null
                ? lookup.find(first, second, third)
                : null;
        return found != null ? series(found) : lookUp(3, first, second, third, UNUSED);
    }

    /**
     * The series with these label values, made if need be.
     *
     * @param first the value of the first label
     * @param second the value of the second label
     * @param third the value of the third label
     * @param fourth the value of the fourth label
     * @return the series
     * @throws IllegalArgumentException if there are not four labels, or a value is not valid Unicode
     */
    public final M withLabelValues(String first, String second, String third, String fourth) {
        SeriesEntry found = arity == 4 && first != null && second != null && third != null && fourth != null
                ? lookup.find(first, second, third, fourth)
                : null;
        return found != null ? series(found) : lookUp(4, first, second, third, fourth);
    }

    /**
     * The series with these label values, made if need be.
     *
     * @param values a value for each label that is not curried, in the order in which the labels were named
     * @return the series
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public final M withLabelValues(String... values) {
        SeriesEntry found = arity == values.length && hasNoNull(values) ? lookup.find(values) : null;
        if (found != null) {
            return series(found);
        }
        String[] complete = curried.complete(values);
        return series(arity == values.length ? all.create(complete) : all.findOrCreate(complete));
    }

    /**
     * The series with these labels, made if need be.
     *
     * @param labels a value for each label that is not curried, by name
     * @return the series
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public final M with(Labels labels) {
        return series(all.findOrCreate(curried.complete(labels)));
    }

    private static boolean hasNoNull(String[] values) {
        for (String value : values) {
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    /** Continues a look-up that did not find its series in the table at once, or has more to do. */
    private M lookUp(int given, String a, String b, String c, String d) {
        if (given == curried.freeCount() && given != arity) {
            return series(all.findOrCreate(curried, a, b, c, d));
        }
        // Either it is not in the table, or the values are too many, too few or null, which is refused first.
        return series(all.create(curried.complete(Arrays.copyOf(new String[] {a, b, c, d}, given))));
    }

    /**
     * The series with these label values, if there is one. Unlike {@link #withLabelValues(String...)}, this makes none.
     *
     * @param values a value for each label that is not curried, in the order in which the labels were named
     * @return the series, or empty
     * @throws IllegalArgumentException if there are too many or too few values
     */
    public final Optional<M> find(String... values) {
        return seriesIfFound(all.find(curried.complete(values)));
    }

    /**
     * The series with these labels, if there is one. Unlike {@link #with}, this makes none.
     *
     * @param labels a value for each label that is not curried, by name
     * @return the series, or empty
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public final Optional<M> find(Labels labels) {
        return seriesIfFound(all.find(curried.complete(labels)));
    }

    private Optional<M> seriesIfFound(@Nullable SeriesEntry found) {
        return found == null || !isMade(found) ? Optional.empty() : Optional.of(series(found));
    }

    /**
     * A view of the same series with some labels fixed, so that only the others are asked for.
     *
     * @param labels the labels to fix and their values
     * @return the view
     * @throws IllegalArgumentException if a label is unknown or already curried
     */
    public final V curryWith(Labels labels) {
        return view(curried.curry(labels));
    }

    /**
     * Deletes the series with these label values.
     *
     * @param values a value for each label that is not curried, in the order in which the labels were named
     * @return whether there was one
     * @throws IllegalArgumentException if there are too many or too few values
     */
    public final boolean deleteLabelValues(String... values) {
        return table.delete(arity == values.length && hasNoNull(values) ? values : curried.complete(values));
    }

    /**
     * Deletes the series with these labels.
     *
     * @param labels a value for each label that is not curried, by name
     * @return whether there was one
     * @throws IllegalArgumentException if a label is missing or unknown
     */
    public final boolean delete(Labels labels) {
        return table.delete(curried.complete(labels));
    }

    /**
     * Deletes all series that have these labels, whatever their other labels.
     *
     * @param labels some of the labels that are not curried; with none, everything is deleted
     * @return how many series were deleted
     * @throws IllegalArgumentException if a label is unknown or already curried
     */
    public final int deletePartialMatch(Labels labels) {
        String[] partial = curried.place(labels);
        return table.deleteIf(series -> CurriedLabels.matches(partial, series.labelValues));
    }

    /** Deletes all series. */
    public final void reset() {
        deletePartialMatch(Labels.EMPTY);
    }

    /**
     * The series as they are now, sorted by their label values.
     *
     * @return an immutable list
     */
    public final List<M> series() {
        List<M> covered = new ArrayList<>();
        for (Metric metric : family().metrics()) {
            SeriesEntry series = (SeriesEntry) metric;
            if (curried.covers(series.labelValues) && isMade(series)) {
                covered.add(series(series));
            }
        }
        return List.copyOf(covered);
    }

    /**
     * The Desc of every series.
     *
     * @return the Desc
     */
    public final Desc desc() {
        return table.desc();
    }

    /**
     * The names of the labels for which a look-up gives values: the variable ones except those that are curried.
     *
     * @return an immutable list in the order in which the values are given, perhaps empty
     */
    public final List<String> freeLabels() {
        return List.copyOf(curried.freeNames());
    }

    /**
     * How many look-ups got the {@linkplain #OVERFLOW overflow} series because the {@linkplain MetricBuilder#maxSeries
     * limit} was reached.
     *
     * @return look-ups since the Vec was made, of all its views
     */
    public final long divertedLookups() {
        return all.diverted();
    }

    /**
     * How many series left because nobody {@linkplain MetricBuilder#expireAfter touched} them.
     *
     * @return series since the Vec was made, of all its views
     */
    public final long expiredSeries() {
        return all.expired();
    }

    @Override
    public final void describe(Consumer<? super Desc> out) {
        out.accept(desc());
        companions().forEach(companion -> out.accept(companion.desc()));
        if (out instanceof FamilySink sink) {
            if (isTrusted()) {
                sink.offer(this, all::family);
                companions().forEach(companion -> sink.offer(this, FamilySource.of(companion)));
            }
            if (sink.comparesLayouts()) {
                sink.layout(this, all.layout() + ", with constraints of " + curried.constrained());
            }
        }
    }

    @Override
    public final void collect(Consumer<? super Metric> out) {
        for (Metric metric : family().metrics()) {
            SeriesEntry series = (SeriesEntry) metric;
            if (isMade(series)) {
                out.accept(series(series));
            }
        }
        companions().forEach(out);
    }

    /**
     * Describes the Vec for people to read.
     *
     * @return type, name, the labels that are asked for, and how many series there are of all views
     */
    @Override
    public final String toString() {
        return desc().quoted() + " by " + freeLabels() + ", " + table.size() + " series";
    }

    /** Where the series are found. */
    final SeriesLookup lookup() {
        return lookup;
    }

    /** All series as a family, in order; the same object for as long as no series is born or dies. */
    final MetricFamily family() {
        return all.family();
    }

    /** The counters of diverted look-ups and expired series, of a Vec with a limit or an age: always the same ones. */
    final List<Counter> companions() {
        return all.companions();
    }
}
