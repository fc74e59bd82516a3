package dev.fennel.collectors;

import java.util.Map;

/**
 * One run of a garbage collector: when it was, and how full the memory pools were. Times are milliseconds since the
 * JVM started.
 *
 * @param startMillis when it began
 * @param usedBefore the bytes in use then, by pool
 * @param endMillis when it ended
 * @param usedAfter the bytes in use then, by pool
 */
record CollectionUsage(
        long startMillis, Map<String, Long> usedBefore, long endMillis, Map<String, Long> usedAfter) {}
