package dev.fennel.metrics;

/** Histograms that differ in the values of their labels, such as latencies by handler. */
public final class HistogramVec extends Vec<Histogram, HistogramVec> {
    HistogramVec(HistogramSpec spec, VecSeries.Options options) {
        super(spec.desc(), values -> new Histogram(spec, values), options);
    }

    private HistogramVec(HistogramVec whole, CurriedLabels curried) {
        super(whole, curried);
    }

    /**
     * Starts to build a family of histograms.
     *
     * @param name the name
     * @param help what is observed
     * @param labelNames the names of the labels, none of them {@code le}
     * @return a builder
     */
    public static HistogramBuilder<HistogramVec> builder(String name, String help, String... labelNames) {
        VecSeries.Options options = new VecSeries.Options();
        return new HistogramBuilder<>(spec -> new HistogramVec(spec, options), name, help, labelNames).ofVec(options);
    }

    @Override
    Histogram series(SeriesEntry found) {
        return (Histogram) found;
    }

    @Override
    HistogramVec view(CurriedLabels curried) {
        return new HistogramVec(this, curried);
    }
}
