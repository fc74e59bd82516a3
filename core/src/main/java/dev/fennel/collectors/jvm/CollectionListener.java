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
}
