package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Decides which threads get {@linkplain OwnedCell cells of their own}: those that come to an instrument again and
 * again.
 *
 * <p>About one of {@value #PERIOD} uses of the shared parts of an instrument is looked at. If it is not the first one
 * of late by that thread that is looked at, the thread may have a cell. So a thread that uses few instruments owns
 * cells after a thousand uses, and one that uses a hundred thousand in turn owns none, however often it does. No clock
 * is read, and an instrument needs no memory for it.
 *
 * <ol>
 *   <li>What was looked at of late is remembered for {@link CellProbe groups of threads}. Reads and writes are plain.
 *       What is lost or stale makes a thread own a cell sooner or later than it should.
 *   <li>Nothing here refers to a thread or to an instrument: an identity hash code stands for that.
 *   <li>Virtual threads get no cells, as there may be very many. They are recognized by {@code Thread.isVirtual}, which
 *       Java 17 does not have. If this fails, they get cells as others do, and all counts are right.
 * </ol>
 */
public final class Claims {
    private static final int PERIOD_BITS = 9;
    static final int PERIOD = 1 << PERIOD_BITS;

    /** Takes a thread and returns a boolean; null where no thread is virtual. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    static {
        // The first call is linked, which takes far more stack than later ones.
        comesAgain(Claims.class);
        isVirtual(Thread.currentThread());
    }

    private Claims() {}

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Whether to look at the use that has led to a sum. For sums that differ, this is so about once in {@value #PERIOD}
     * times, and not for zero and the first whole numbers.
     *
     * @param bits the sum, or the bits of it
     */
    public static boolean isDue(long bits) {
        // The product's upper bits are spread evenly, by the golden ratio.
        return (bits * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PERIOD_BITS) == 1;
    }

    /** Whether the present thread was looked at, not long ago, when it used an instrument, and may own cells. */
    public static boolean comesAgain(Object instrument) {
        return CellProbe.remembers(System.identityHashCode(instrument)) && !isVirtual(Thread.currentThread());
    }

    private static boolean isVirtual(Thread thread) {
        MethodHandle isVirtual = IS_VIRTUAL;
        try {
            return isVirtual != null && (boolean) isVirtual.invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
