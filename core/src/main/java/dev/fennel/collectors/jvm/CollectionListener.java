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
 * Tells an observer of each run of a garbage collector.
 *
 * <p>The JVM's beans, which live forever, hold this listener, and it holds its observer weakly: an abandoned observer
 * is collected, and the next notification, at the latest that of the collection that took it, takes the listener away.
 *
 * <p>Types of the module {@code jdk.management}, which a JVM image may lack, appear only where one of its notifications
 * is at hand.
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
     * @param observer told of each run for as long as something else refers to it
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

    private static GcRun run(GarbageCollectionNotificationInfo told) {
        GcInfo run = told.getGcInfo();
        return new GcRun(
                told.getGcName(),
                told.getGcAction(),
                told.getGcCause(),
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
                // Taken away by another notification that came at the same time.
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
         * Whether the program stood still all the while. Collectors that work beside the program tell of their whole
         * cycles as well as of the pauses within; HotSpot's say so by the action, those of Azul Prime by the
         * collector's name.
         */
        boolean isPause() {
            return !action.equals("end of GC cycle") && (!gc.startsWith("GPGC") || gc.endsWith("Pauses"));
        }
    }
}
