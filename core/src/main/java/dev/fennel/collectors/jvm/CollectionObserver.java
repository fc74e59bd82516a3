package dev.fennel.collectors.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.fennel.internal.Nullable;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Takes each run of a garbage collector, as the JVM notifies of it when it has ended, on a thread of its own.
 *
 * <p>Types of the module {@code jdk.management}, which a JVM image may lack, are used only where one of its
 * notifications is at hand.
 */
interface CollectionObserver extends NotificationListener {
    /**
     * Takes a run.
     *
     * @param run a run that has ended
     */
    void accept(GcRun run);

    @Override
    default void handleNotification(Notification notification, @Nullable Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            accept(GcRun.of(GarbageCollectionNotificationInfo.from(data)));
        }
    }

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

        private static GcRun of(GarbageCollectionNotificationInfo ended) {
            GcInfo run = ended.getGcInfo();
            return new GcRun(
                    ended.getGcName(),
                    ended.getGcAction(),
                    ended.getGcCause(),
                    run.getStartTime(),
                    used(run.getMemoryUsageBeforeGc()),
                    run.getEndTime(),
                    used(run.getMemoryUsageAfterGc()));
        }

        private static Map<String, Long> used(Map<String, MemoryUsage> pools) {
            Map<String, Long> used = new HashMap<>();
            pools.forEach((pool, usage) -> used.put(pool, usage.getUsed()));
            return used;
        }

        double seconds() {
            return (endMillis - startMillis) / MILLIS_PER_SECOND;
        }

        /**
         * Whether the program stood still all the while. Collectors that work beside the program report their whole
         * cycles as well as the pauses within: those of HotSpot differ by the action, those of Azul Prime by the name.
         */
        boolean isPause() {
            return !action.equals("end of GC cycle") && (!gc.startsWith("GPGC") || gc.endsWith("Pauses"));
        }
    }
}
