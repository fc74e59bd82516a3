package dev.fennel.testsupport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;

/** Virtual threads, for tests that are compiled for a JDK that may have none. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** One for each task; skips the test on a JDK without them. */
    public static ExecutorService executor() throws Throwable {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (NoSuchMethodException e) {
            return Assumptions.abort("this JDK has no virtual threads");
        }
    }
}
