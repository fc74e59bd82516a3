package dev.fennel.metrics;

/** Summaries that differ in the values of their labels, such as latencies by handler. */
public final class SummaryVec extends Vec<Summary, SummaryVec> {
    SummaryVec(SummaryBuilder.Spec spec, VecSeries.Options options) {
        super(spec.desc(), values -> new Summary(spec, values), options);
    }

    private SummaryVec(SummaryVec whole, CurriedLabels curried) {
        super(whole, curried);
    }

    /**
     * Starts to build a family of summaries.
     *
     * @param name the name
     * @param help what is observed
     * @param labelNames the names of the labels, none of them {@code quantile}
     * @return a builder
     */
    public static SummaryBuilder<SummaryVec> builder(String name, String help, String... labelNames) {
        VecSeries.Options options = new VecSeries.Options();
        return new SummaryBuilder<>(spec -> new SummaryVec(spec, options), name, help, labelNames).ofVec(options);
    }

    @Override
    Summary series(SeriesEntry found) {
        return (Summary) found;
    }

    @Override
    SummaryVec view(CurriedLabels curried) {
        return new SummaryVec(this, curried);
    }
}
