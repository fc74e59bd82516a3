package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CollectionObserverTest {
    private static final String GC = GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

    private final List<CollectionObserver.GcRun> seen = new ArrayList<>();
    private final CollectionObserver observer = seen::add;

    private void notify(String type, Object userData) {
        Notification notification = new Notification(type, "gc", 1);
        notification.setUserData(userData);
        observer.handleNotification(notification, null);
    }

    /** What a real collection notified of; the JVM's own beans make no such data otherwise. */
    private static CompositeData realNotification() throws ListenerNotFoundException {
        CompletableFuture<CompositeData> data = new CompletableFuture<>();
        NotificationListener listener =
                (notification, handback) -> data.complete((CompositeData) notification.getUserData());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        for (GarbageCollectorMXBean gc : collectors) {
            ((NotificationEmitter) gc).addNotificationListener(listener, null, null);
        }
        System.gc();
        CompositeData result = data.join();
        for (GarbageCollectorMXBean gc : collectors) {
            ((NotificationEmitter) gc).removeNotificationListener(listener);
        }
        return result;
    }

    @Test
    @Timeout(60)
    void observerTakesWhatTheJvmReportsOfARun() throws ListenerNotFoundException {
        CompositeData data = realNotification();
        GarbageCollectionNotificationInfo reported = GarbageCollectionNotificationInfo.from(data);
        GcInfo run = reported.getGcInfo();

        notify(GC, data);

        assertThat(seen).hasSize(1);
        CollectionObserver.GcRun usage = seen.get(0);
        assertThat(usage.gc()).isEqualTo(reported.getGcName());
        assertThat(usage.action()).isEqualTo(reported.getGcAction());
        assertThat(usage.cause()).isEqualTo(reported.getGcCause());
        assertThat(usage.seconds()).isEqualTo(run.getDuration() / 1e3);
        assertThat(usage.startMillis()).isEqualTo(run.getStartTime());
        assertThat(usage.endMillis()).isEqualTo(run.getEndTime());
        assertThat(usage.usedBefore()).hasSameSizeAs(run.getMemoryUsageBeforeGc());
        run.getMemoryUsageAfterGc()
                .forEach((pool, after) -> assertThat(usage.usedAfter()).containsEntry(pool, after.getUsed()));
    }

    @Test
    void otherNotificationsAreIgnored() {
        notify("something.else", null);
        notify(GC, "no composite data");
        notify(GC, null);

        assertThat(seen).isEmpty();
    }
}
