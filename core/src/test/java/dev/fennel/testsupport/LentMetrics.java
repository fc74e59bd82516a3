package dev.fennel.testsupport;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A gatherer whose metrics can be read until they are given back, and that notes how often they are. */
public final class LentMetrics implements Gatherer {
    private final Desc desc;
    private final List<GatherError> errors;
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicInteger readLate = new AtomicInteger();
    private final BlockingQueue<Thread> givenBack = new LinkedBlockingQueue<>();

    /** Lends a gauge of this name, whose value is 1, with errors beside it. */
    public LentMetrics(String name, GatherError... errors) {
        desc = Desc.gauge(name, "Lent.");
        this.errors = List.of(errors);
    }

    @Override
    public GatherResult gather() {
        lent.incrementAndGet();
        Lent metric = new Lent();
        MetricFamily family = new MetricFamily(desc.type(), desc.name(), desc.help(), desc.unit(), List.of(metric));
        return new GatherResult(List.of(family), errors, metric::giveBack);
    }

    /** How many results were handed out. */
    public int lent() {
        return lent.get();
    }

    /** How often a result was given back. */
    public int givenBack() {
        return givenBack.size();
    }

    /** Waits until a result is given back, and returns the thread that does it; the result does not count any more. */
    public Thread awaitGivenBack() throws InterruptedException {
        return givenBack.take();
    }

    /** How often a metric was read that had been given back. */
    public int readLate() {
        return readLate.get();
    }

    private final class Lent implements Metric {
        private final AtomicBoolean mine = new AtomicBoolean(true);

        void giveBack() {
            mine.set(false);
            givenBack.add(Thread.currentThread());
        }

        @Override
        public Desc desc() {
            return desc;
        }

        @Override
        public Labels labels() {
            return Labels.of();
        }

        @Override
        public void write(MetricVisitor visitor) {
            if (!mine.get()) {
                readLate.incrementAndGet();
            }
            visitor.gauge(1);
        }
    }
}
