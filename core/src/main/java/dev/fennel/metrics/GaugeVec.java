package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;

/** Gauges that differ in the values of their labels, such as the length of each queue. */
public final class GaugeVec extends Vec<Gauge, GaugeVec> {
    GaugeVec(Desc desc, VecSeries.Options options) {
        super(desc, values -> new Gauge(desc, values), options);
    }

    private GaugeVec(GaugeVec whole, CurriedLabels curried) {
        super(whole, curried);
    }

    /**
     * Starts to build a family of gauges.
     *
     * @param name the name
     * @param help what is measured
     * @param labelNames the names of the labels
     * @return a builder
     */
    public static MetricBuilder.Plain<GaugeVec> builder(String name, String help, String... labelNames) {
        VecSeries.Options options = new VecSeries.Options();
        return new MetricBuilder.Plain<>(desc -> new GaugeVec(desc, options), MetricType.GAUGE, name, help, labelNames)
                .ofVec(options);
    }

    @Override
    Gauge series(SeriesEntry found) {
        return (Gauge) found;
    }

    @Override
    GaugeVec view(CurriedLabels curried) {
        return new GaugeVec(this, curried);
    }
}
