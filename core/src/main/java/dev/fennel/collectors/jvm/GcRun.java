package dev.fennel.collectors.jvm;

import java.util.Map;

/**
 * One run of a garbage collector: what ran, when it was, and how full the memory pools were. Times are milliseconds
 * since the JVM started.
 *
 * @param gc the collector, such as {@code G1 Young Generation}
 * @param action what it did, such as {@code end of minor GC}
 * @param cause why, such as {@code G1 Evacuation Pause}
 * @param startMillis when it began
 * @param usedBefore the bytes in use then, by pool
 * @param endMillis when it ended
 * @param usedAfter the bytes in use then, by pool
 */
record GcRun(
        String gc,
        String action,
        String cause,
        long startMillis,
        Map<String, Long> usedBefore,
        long endMillis,
        Map<String, Long> usedAfter) {
    private static final double MILLIS_PER_SECOND = 1e3;

    double seconds() {
        return (endMillis - startMillis) / MILLIS_PER_SECOND;
    }

    /**
     * Whether the program stood still all the while. Collectors that work beside the program tell of their whole cycles
     * as well as of the pauses within; HotSpot's say so by the action, those of Azul Prime by the collector's name.
     */
    boolean isPause() {
        return !action.equals("end of GC cycle") && (!gc.startsWith("GPGC") || gc.endsWith("Pauses"));
    }
}
