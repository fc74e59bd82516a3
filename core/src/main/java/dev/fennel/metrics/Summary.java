package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/** Placeholder that keeps count and sum. */
public final class Summary extends StripedInstrument implements Observer {
    private static final int SUM = 1;
    private static final int COUNT = 2;

    private final SummaryLayout layout;

    Summary(SummaryLayout layout, String... labelValues) {
        super(labelValues, COUNT + 1);
        this.layout = layout;
    }

    /**
     * Starts to build a summary.
     *
     * @param name the name
     * @param help what is observed
     * @return a builder
     */
    public static SummaryBuilder<Summary> builder(String name, String help) {
        return new SummaryBuilder<>(Summary::new, name, help);
    }

    @Override
    public void observe(double value) {
        long[] cell = enter();
        cell[SUM] = Double.doubleToRawLongBits(Double.longBitsToDouble(cell[SUM]) + value);
        cell[COUNT]++;
        leave(cell);
    }

    @Override
    public Desc desc() {
        return layout.desc();
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.summary(snapshot());
    }

    /**
     * Value.
     *
     * @return value
     */
    public SummaryValue snapshot() {
        return null;
    }
}
