package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What the builders of all instruments have in common: the parts of the name, help, unit and const labels.
 *
 * <p>A builder is used by one thread; it may be used several times.
 *
 * @param <M> what is built
 * @param <B> the builder's own type
 */
public abstract sealed class MetricBuilder<M extends Collector, B extends MetricBuilder<M, B>>
        permits MetricBuilder.Plain, FuncVec.Builder, CounterBuilder, HistogramBuilder, SummaryBuilder {
    private final MetricType type;
    private final String name;
    private final String help;
    private final String[] labelNames;
    private String namespace = "";
    private String subsystem = "";
    private String unit = "";
    private Labels constLabels = Labels.EMPTY;

    /** Null unless a Vec is built. */
    private @Nullable VecSeries.Options vecOptions;

    MetricBuilder(MetricType type, String name, String help, String... labelNames) {
        this.type = type;
        this.name = Objects.requireNonNull(name, "name");
        this.help = Objects.requireNonNull(help, "help");
        this.labelNames = labelNames.clone();
    }

    /**
     * Sets the first part of the name, usually the application or library.
     *
     * @param value joined to the name with {@code _}; empty for none
     * @return this builder
     */
    public B namespace(String value) {
        namespace = Objects.requireNonNull(value, "namespace");
        return self();
    }

    /**
     * Sets the second part of the name, usually the part of the application.
     *
     * @param value joined to the name with {@code _}; empty for none
     * @return this builder
     */
    public B subsystem(String value) {
        subsystem = Objects.requireNonNull(value, "subsystem");
        return self();
    }

    /**
     * Sets the unit, which OpenMetrics and protobuf expose. It is not added to the name, which must end in it already.
     *
     * @param value a base unit such as {@code seconds} or {@code bytes}; empty for none
     * @return this builder
     */
    public B unit(String value) {
        unit = Objects.requireNonNull(value, "unit");
        return self();
    }

    /**
     * Sets labels whose values never change. Labels of the whole process, such as its zone, are better left to the
     * server, which adds them to everything that it scrapes.
     *
     * @param labels label names and values
     * @return this builder
     */
    public B constLabels(Labels labels) {
        constLabels = Objects.requireNonNull(labels, "constLabels");
        return self();
    }

    /**
     * For a Vec: makes the values of a label uniform before they are looked up, so that several spellings of the same
     * thing share a series. The constraint is applied to every value that is given for the label: in look-ups,
     * deletions, partial matches and currying.
     *
     * <pre>{@code
     * CounterVec requests = CounterVec.builder("requests_total", "Requests.", "method")
     *         .constrain("method", method -> METHODS.contains(method) ? method : "other")
     *         .maxSeries(100)
     *         .expireAfter(Duration.ofHours(6))
     *         .register();
     * }</pre>
     *
     * @param labelName one of the variable labels; {@link #build} refuses others
     * @param constraint maps the given value to the one to use. It is run in every look-up, by several threads at once
     *     and with no lock held. If it throws or returns null, the caller of the look-up gets an
     *     {@link IllegalArgumentException}.
     * @return this builder
     * @throws IllegalArgumentException if what is built is not a Vec
     */
    public B constrain(String labelName, UnaryOperator<String> constraint) {
        vecOptions("a constraint of a label").constrain(labelName, constraint);
        return self();
    }

    /**
     * For a Vec: limits the number of its series, against label values that turn out to be open-ended. Once the limit
     * is reached, a look-up of a new series gets the overflow series, whose label values are all {@link Vec#OVERFLOW},
     * even those that a view has fixed by currying. The overflow series is not counted against the limit. So nothing
     * that is written is lost, but what goes to the overflow series can no longer be distinguished. Series that are
     * deleted make room for new ones.
     *
     * <p>The first such look-up of a Vec is logged as a warning. All are counted: by {@link Vec#divertedLookups}, and
     * in every registry where the Vec is registered by {@code fennel_vec_diverted_lookups_total}, which has the Vec's
     * name in the label {@code metric}.
     *
     * @param max at least 1; {@link #build} refuses others
     * @return this builder
     * @throws IllegalArgumentException if what is built is not a Vec
     */
    public B maxSeries(int max) {
        vecOptions("a limit of series").maxSeries(max);
        return self();
    }

    /**
     * For a Vec: removes a series that nobody touched for some time. A look-up touches the series, whether it makes it
     * or finds it. So does a write without a look-up, to a series that is held in a field, if it changes the value:
     * setting a gauge to the value that it has, or adding nothing to a counter, goes unnoticed. Being exposed or listed
     * is not a touch.
     *
     * <p>There is no thread for this: each gather checks all series, and so does the making of a new series now and
     * then. A check dates to its own time what happened since the last check. So a series leaves with the first gather
     * that comes the age or more after the gather that noticed the last touch, and it stays for at least the age after
     * each look-up that found it. If it is looked up after it left, a new one begins at zero, with a new created
     * timestamp.
     *
     * <p>Writes to a series that left have no effect on what is exposed, as after {@link Vec#delete}; this includes a
     * write without a look-up at the very moment when the series leaves. So look up the series of such a Vec each time,
     * or write to those in fields more often than the age.
     *
     * <p>The first series of a Vec to leave is logged. All are counted: by {@link Vec#expiredSeries}, and in every
     * registry where the Vec is registered by {@code fennel_vec_expired_series_total}, which has the Vec's name in the
     * label {@code metric}.
     *
     * @param age above zero and at most 36,500 days, and several times longer than the time between two scrapes;
     *     {@link #build} refuses others
     * @return this builder
     * @throws IllegalArgumentException if what is built is not a Vec
     */
    public B expireAfter(Duration age) {
        vecOptions("an age to expire after").expireAfter(age);
        return self();
    }

    /** Sets the clock of the expiry, in nanoseconds since some time. */
    final B expiryClock(LongSupplier nanoTime) {
        vecOptions("a clock of the expiry").clock(nanoTime);
        return self();
    }

    /** Makes this the builder of a Vec, whose options it sets from now on. */
    final B ofVec(VecSeries.Options options) {
        vecOptions = options;
        return self();
    }

    private VecSeries.Options vecOptions(String what) {
        if (vecOptions == null) {
            throw new IllegalArgumentException(type + " \"" + name + "\": " + what + " is for Vecs, which have labels");
        }
        return vecOptions;
    }

    /**
     * Makes the metric without registering it.
     *
     * @return a new metric
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate, or an option does not fit
     */
    public abstract M build();

    /**
     * Makes the metric and registers it.
     *
     * @param registerer takes the metric
     * @return the new metric
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered
     */
    public M register(Registerer registerer) {
        M metric = build();
        registerer.register(metric);
        return metric;
    }

    /**
     * Makes the metric and registers it with the {@linkplain Registry#defaultRegistry default registry}.
     *
     * @return the new metric
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered
     */
    public M register() {
        return register(Registry.defaultRegistry());
    }

    /**
     * Makes the metric and registers it, or finds the one that is registered already: for code that may run more than
     * once, such as the constructor of a client whose instances are to count together.
     *
     * <pre>{@code
     * Counter retries = Counter.builder("client_retries_total", "Calls made again.").registerOrGet(registry);
     * }</pre>
     *
     * @param registerer takes the metric, or has the one that is registered
     * @return the metric that is registered now: a new one, or one that this builder would make
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered, or what is registered under
     *     its name is of another kind or {@linkplain Registerer#registerOrGet laid out} in another way, for instance
     *     has other buckets
     */
    public M registerOrGet(Registerer registerer) {
        return registerer.registerOrGet(build());
    }

    /**
     * Makes the metric and registers it with the {@linkplain Registry#defaultRegistry default registry}, or finds the
     * one that is registered there already: see {@link #registerOrGet(Registerer)}.
     *
     * @return the metric that is registered now
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered, or another one is registered
     */
    public M registerOrGet() {
        return registerOrGet(Registry.defaultRegistry());
    }

    abstract B self();

    final Desc desc() {
        String fullName = Desc.fullName(namespace, subsystem, name);
        String[] labels = type == MetricType.STATE_SET ? new String[] {fullName} : labelNames;
        return Desc.of(type, fullName, help, labels).withUnit(unit).withConstLabels(constLabels);
    }

    /**
     * Builds a metric that has no options of its own: a gauge, a function, an info, a state set, long tasks or a Vec of
     * metrics of your own.
     *
     * @param <M> what is built
     */
    public static final class Plain<M extends Collector> extends MetricBuilder<M, Plain<M>> {
        private final Function<Desc, M> constructor;

        Plain(Function<Desc, M> constructor, MetricType type, String name, String help, String... labelNames) {
            super(type, name, help, labelNames);
            this.constructor = constructor;
        }

        @Override
        public M build() {
            return constructor.apply(desc());
        }

        @Override
        Plain<M> self() {
            return this;
        }
    }
}
