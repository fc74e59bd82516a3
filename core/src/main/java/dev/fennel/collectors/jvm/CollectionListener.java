package dev.fennel.collectors.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.MemoryUsage;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Reports each run of a garbage collector to an observer.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The JVM's beans live for ever, and refer to this listener for as long as it listens.
 *   <li>The JVM reports a run when it has ended, on a thread of its own.
 *   <li>Something other than this listener refers to the observer for as long as it is to be called.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An abandoned observer is collected as garbage, since this listener refers to it weakly. Otherwise every
 *       collector that was made and forgotten would be kept, and called, until the JVM ends.
 *   <li>The listener itself goes with the first notification that finds the observer gone: at the latest, that of the
 *       garbage collection that took it.
 *   <li>Types of the module {@code jdk.management}, which a JVM image may lack, are used only where one of its
 *       notifications is at hand.
 * </ol>
 */
final class CollectionListener implements NotificationListener {
    private final List<NotificationEmitter> emitters;
    private final Reference<? extends Consumer<GcRun>> observer;

    private CollectionListener(List<NotificationEmitter> emitters, Reference<? extends Consumer<GcRun>> observer) {
        this.emitters = emitters;
        this.observer = observer;
    }

    /**
     * Starts listening.
     *
     * @param collectors the beans to listen to; those that don't notify are passed over
     * @param observer takes each run for as long as something else refers to it
     */
    static void listen(List<GarbageCollectorMXBean> collectors, Consumer<GcRun> observer) {
        listen(collectors, new WeakReference<>(observer));
    }

    static void listen(List<GarbageCollectorMXBean> collectors, Reference<? extends Consumer<GcRun>> observer) {
        List<NotificationEmitter> emitters = new ArrayList<>();
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector instanceof NotificationEmitter emitter) {
                emitters.add(emitter);
            }
        }
        CollectionListener listener = new CollectionListener(List.copyOf(emitters), observer);
        for (NotificationEmitter emitter : emitters) {
            emitter.addNotificationListener(listener, null, null);
        }
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        Consumer<GcRun> present = observer.get();
        if (present == null) {
            stopListening();
        } else if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            present.accept(run(GarbageCollectionNotificationInfo.from(data)));
        }
    }

    private static GcRun run(GarbageCollectionNotificationInfo ended) {
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

    private void stopListening() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(this);
            } catch (ListenerNotFoundException e) {
                // Another notification, which came at the same time, has removed it.
            }
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
