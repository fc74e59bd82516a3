package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A virtual thread for each exchange, on JDKs whose virtual threads serve here.
 *
 * <p>Those are JDK 24 and newer. The JDK's server reads and writes inside {@code synchronized}, where a virtual thread
 * of JDK 21 to 23 keeps its carrier while it waits: as many slow clients as there are processors would stop all virtual
 * threads of the application.
 *
 * <p>The methods are looked up with constant classes and names, which a native image can resolve too. A class for newer
 * JDKs in a multi-release jar would do as well, but needs a newer JDK to build.
 */
final class VirtualThreads {
    private static final int FIRST = 21;
    private static final int FIRST_WITHOUT_PINNING = 24;

    /** Null on a JDK whose virtual threads do not serve. */
    private static final @Nullable MethodHandle NEW_EXECUTOR = findNewExecutor();

    /** Null on a JDK without virtual threads. */
    private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

    private VirtualThreads() {}

    /** An executor with a new thread for each task; empty on a JDK whose virtual threads do not serve. */
    static Optional<ExecutorService> newExecutor() {
        if (NEW_EXECUTOR == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((ExecutorService) NEW_EXECUTOR.invokeExact());
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Whether the current thread is virtual, whoever made it. */
    static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private static @Nullable MethodHandle findNewExecutor() {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

    private static @Nullable MethodHandle findIsVirtual() {
        if (Runtime.version().feature() < FIRST) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(ReflectiveOperationException e) {
        return new IllegalStateException("every JDK from 21 on has virtual threads", e);
    }

    /** Throws what a method threw that declares no exception. */
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("a method threw an exception that it does not declare", thrown);
    }
}
