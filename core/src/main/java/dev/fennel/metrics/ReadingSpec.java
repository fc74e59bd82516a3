package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What all histograms or summaries of a Vec share: their Desc, and a buffer to read into.
 *
 * @param <R> the buffer, filled by one reader at a time
 */
abstract class ReadingSpec<R> {
    private static final VarHandle SPARE;

    static {
        try {
            SPARE = MethodHandles.lookup().findVarHandle(ReadingSpec.class, "spare", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Desc desc;

    /** The buffer that was given back last; null while it is lent. */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private volatile @Nullable R spare;

    ReadingSpec(Desc desc) {
        this.desc = desc;
    }

    final Desc desc() {
        return desc;
    }

    abstract R newReading();

    /** Lends a buffer to read into; a second reader at the same time gets a new one. */
    @SuppressWarnings("unchecked") // the field has nothing but R
    final R borrow() {
        R reading = (R) SPARE.getAndSet(this, (Object) null);
        return reading != null ? reading : newReading();
    }

    final void giveBack(R reading) {
        spare = reading;
    }
}
