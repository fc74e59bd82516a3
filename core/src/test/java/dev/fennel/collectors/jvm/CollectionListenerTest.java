package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollectionListenerTest {
    private static final String GC = GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

    private final FakeGc young = new FakeGc();
    private final FakeGc old = new FakeGc();
    private final List<Notification> seen = new ArrayList<>();
    private final NotificationListener keptAlive = (notification, bean) -> seen.add(notification);
    private final WeakReference<NotificationListener> observer = new WeakReference<>(keptAlive);

    /** The two ways to make a listener, which behave alike. */
    enum Made {
        OF_THIS_CLASS(CollectionListener::ofThisClass),
        OF_METHOD_HANDLES(CollectionListener::ofMethodHandles);

        final Function<Reference<NotificationListener>, NotificationListener> way;

        Made(Function<Reference<NotificationListener>, NotificationListener> way) {
            this.way = way;
        }
    }

    private void listen(Made made) {
        CollectionListener.listen(List.of(young, old), made.way.apply(observer));
    }

    @ParameterizedTest
    @EnumSource
    void observerGetsTheNotificationsOfAllBeans(Made made) {
        listen(made);

        young.notify(GC, "young");
        old.notify(GC, "old");

        assertThat(seen).extracting(Notification::getUserData).containsExactly("young", "old");
    }

    @ParameterizedTest
    @EnumSource
    void oneListenerServesAllBeans(Made made) {
        listen(made);

        assertThat(young.listeners()).hasSize(1).isEqualTo(old.listeners());
    }

    @ParameterizedTest
    @EnumSource
    void listenerGoesWithTheNextNotificationAfterItsObserver(Made made) {
        listen(made);
        assertThat(young.listeners()).hasSize(1);

        observer.clear();
        young.notify(GC, null);

        assertThat(young.listeners()).isEmpty();
        assertThat(old.listeners()).hasSize(1);

        old.notify(GC, null);

        assertThat(old.listeners()).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void listenerTakenAwayByAnotherNotificationIsNoFault() throws ListenerNotFoundException {
        listen(Made.OF_THIS_CLASS);
        NotificationListener listener = young.listeners().get(0);
        young.removeNotificationListener(listener);

        observer.clear();

        assertThatCode(() -> listener.handleNotification(new Notification(GC, "gc", 1), young))
                .doesNotThrowAnyException();
    }

    @Test
    void aListenerOfMethodHandlesIsNotLoadedByAnApplication() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader application = new ClassLoader(before) {};
        thread.setContextClassLoader(application);
        try {
            NotificationListener listener = CollectionListener.ofMethodHandles(observer);

            assertThat(listener.getClass().getClassLoader()).isIn(null, ClassLoader.getPlatformClassLoader());
            assertThat(thread.getContextClassLoader()).isSameAs(application);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void collectorsThatDoNotNotifyLeaveTheFamilyAbsent() {
        GarbageCollectorMXBean silent = FakeBean.of(GarbageCollectorMXBean.class, Map.of());

        assertThat(Collected.from(new GcPauseCollector(List.of(silent))).values())
                .isEmpty();
    }
}
