package dev.fennel.collectors.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/** A garbage collector's bean that notifies when a test says so, and shows who listens. */
final class FakeGc extends NotificationBroadcasterSupport implements GarbageCollectorMXBean {
    private final List<NotificationListener> listeners = new ArrayList<>();

    List<NotificationListener> listeners() {
        return listeners;
    }

    void notify(String type, Object userData) {
        Notification notification = new Notification(type, "gc", 1);
        notification.setUserData(userData);
        sendNotification(notification);
    }

    @Override
    public void addNotificationListener(NotificationListener listener, NotificationFilter filter, Object handback) {
        super.addNotificationListener(listener, filter, handback);
        listeners.add(listener);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        super.removeNotificationListener(listener);
        listeners.remove(listener);
    }

    @Override
    public long getCollectionCount() {
        return 0;
    }

    @Override
    public long getCollectionTime() {
        return 0;
    }

    @Override
    public String getName() {
        return "fake";
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public String[] getMemoryPoolNames() {
        return new String[] {"eden"};
    }

    @Override
    public ObjectName getObjectName() {
        throw new UnsupportedOperationException("getObjectName");
    }
}
