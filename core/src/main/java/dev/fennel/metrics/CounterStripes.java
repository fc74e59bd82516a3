package dev.fennel.metrics;

import dev.fennel.model.Exemplar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What a {@link Counter} grows when threads contend for it, or when it gets fractions or exemplars. */
final class CounterStripes {
    private static final VarHandle FRACTIONS;
    private static final VarHandle EXEMPLAR;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FRACTIONS = lookup.findVarHandle(CounterStripes.class, "fractions", DoubleAdder.class);
            EXEMPLAR = lookup.findVarHandle(CounterStripes.class, "exemplar", Exemplar.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LongAdder whole = new LongAdder();
    private volatile DoubleAdder fractions;
    private volatile Exemplar exemplar;

    void addWhole(long amount) {
        whole.add(amount);
    }

    void addFraction(double amount) {
        DoubleAdder made = fractions;
        if (made == null) {
            FRACTIONS.compareAndSet(this, null, new DoubleAdder());
            made = fractions;
        }
        made.add(amount);
    }

    double sumWith(long uncontended) {
        DoubleAdder made = fractions;
        double sum = uncontended + whole.sum();
        return made == null ? sum : sum + made.sum();
    }

    void exemplar(Exemplar latest) {
        exemplar = latest;
    }

    /** Replaces an exemplar, or null, unless another thread was faster. */
    void exemplar(Exemplar seen, Exemplar next) {
        EXEMPLAR.compareAndSet(this, seen, next);
    }

    Exemplar exemplar() {
        return exemplar;
    }
}
