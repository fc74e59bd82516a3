package dev.fennel.metrics;

/** Counters that differ in the values of their labels, such as requests by method and code. */
public final class CounterVec extends Vec<Counter, CounterVec> {
    CounterVec(CounterBuilder.Spec spec, VecSeries.Options options) {
        super(spec.desc(), values -> new Counter(spec, values), options);
    }

    private CounterVec(CounterVec whole, CurriedLabels curried) {
        super(whole, curried);
    }

    /**
     * Starts to build a family of counters.
     *
     * @param name the name, usually ending in {@code _total}
     * @param help what is counted
     * @param labelNames the names of the labels
     * @return a builder
     */
    public static CounterBuilder<CounterVec> builder(String name, String help, String... labelNames) {
        VecSeries.Options options = new VecSeries.Options();
        return new CounterBuilder<>(spec -> new CounterVec(spec, options), name, help, labelNames).ofVec(options);
    }

    @Override
    Counter series(SeriesEntry found) {
        return (Counter) found;
    }

    @Override
    CounterVec view(CurriedLabels curried) {
        return new CounterVec(this, curried);
    }
}
