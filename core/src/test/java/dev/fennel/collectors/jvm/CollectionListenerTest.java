package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CollectionListenerTest {
    private static final String GC = GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

    private final FakeGc young = new FakeGc();
    private final FakeGc old = new FakeGc();
    private final List<CollectionListener.GcRun> seen = new ArrayList<>();
    private final Consumer<CollectionListener.GcRun> keptAlive = seen::add;
    private final WeakReference<Consumer<CollectionListener.GcRun>> observer = new WeakReference<>(keptAlive);

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
    void observerIsToldOfEachRun() throws ListenerNotFoundException {
        CompositeData data = realNotification();
        GarbageCollectionNotificationInfo told = GarbageCollectionNotificationInfo.from(data);
        GcInfo run = told.getGcInfo();
        CollectionListener.listen(List.of(young, old), keptAlive);

        young.notify(GC, data);
        old.notify(GC, data);

        assertThat(seen).hasSize(2);
        CollectionListener.GcRun usage = seen.get(0);
        assertThat(usage.gc()).isEqualTo(told.getGcName());
        assertThat(usage.action()).isEqualTo(told.getGcAction());
        assertThat(usage.cause()).isEqualTo(told.getGcCause());
        assertThat(usage.seconds()).isEqualTo(run.getDuration() / 1e3);
        assertThat(usage.startMillis()).isEqualTo(run.getStartTime());
        assertThat(usage.endMillis()).isEqualTo(run.getEndTime());
        assertThat(usage.usedBefore()).hasSameSizeAs(run.getMemoryUsageBeforeGc());
        run.getMemoryUsageAfterGc()
                .forEach((pool, after) -> assertThat(usage.usedAfter()).containsEntry(pool, after.getUsed()));
    }

    @Test
    void otherNotificationsAreIgnored() {
        CollectionListener.listen(List.of(young), keptAlive);

        young.notify("something.else", null);
        young.notify(GC, "no composite data");
        young.notify(GC, null);

        assertThat(seen).isEmpty();
    }

    @Test
    void oneListenerServesAllCollectors() {
        CollectionListener.listen(List.of(young, old), keptAlive);

        assertThat(young.listeners()).hasSize(1).isEqualTo(old.listeners());
    }

    @Test
    void listenerGoesAfterItsObserver() {
        CollectionListener.listen(List.of(young, old), observer);
        assertThat(young.listeners()).hasSize(1);

        observer.clear();
        old.notify(GC, null);

        assertThat(young.listeners()).isEmpty();
        assertThat(old.listeners()).isEmpty();
    }

    @Test
    void listenerTakenAwayByOthersIsNoFault() throws ListenerNotFoundException {
        CollectionListener.listen(List.of(young, old), observer);
        NotificationListener listener = young.listeners().get(0);
        young.removeNotificationListener(listener);

        observer.clear();
        old.notify(GC, null);

        assertThat(old.listeners()).isEmpty();
    }

    @Test
    void collectorsThatDoNotNotifyLeaveTheFamilyAbsent() {
        GarbageCollectorMXBean silent = FakeBean.of(GarbageCollectorMXBean.class, Map.of());

        assertThat(Collected.from(new AllocationCollector(List.of(silent))).values())
                .isEmpty();
    }
}
