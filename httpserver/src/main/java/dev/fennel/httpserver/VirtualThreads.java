package dev.fennel.httpserver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A virtual thread for each exchange, where the JDK has such threads and they serve here.
 *
 * <p>That is from 24 on. The JDK's server reads and writes inside {@code synchronized}, where a virtual thread of 21 to
 * 23 keeps its carrier while it waits: as many slow clients as there are processors would stop all virtual threads of
 * the application.
 *
 * <p>The methods are found by handles that never change, as a native image can resolve too. A class for newer JDKs in a
 * multi-release jar would do as well, but needs a newer JDK to build.
 */
final class VirtualThreads {
    private static final int FIRST = 21;
    private static final int FIRST_WITHOUT_PINNING = 24;

    private static final MethodHandle NEW_EXECUTOR = newExecutorHandle();
    private static final MethodHandle IS_VIRTUAL = isVirtualHandle();

    private VirtualThreads() {}

    /** An executor with a new thread for each task, or nothing on a JDK that is not up to it. */
    static Optional<ExecutorService> newExecutor() {
        if (NEW_EXECUTOR == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((ExecutorService) NEW_EXECUTOR.invokeExact());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("newVirtualThreadPerTaskExecutor declares no exception", e);
        }
    }

    /** Whether this thread is virtual, whoever made it. */
    static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("isVirtual declares no exception", e);
        }
    }

    private static MethodHandle newExecutorHandle() {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("every JDK from 21 on has virtual threads", e);
        }
    }

    private static MethodHandle isVirtualHandle() {
        if (Runtime.version().feature() < FIRST) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("every JDK from 21 on has virtual threads", e);
        }
    }
}
