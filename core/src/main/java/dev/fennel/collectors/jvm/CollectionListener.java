package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationBroadcaster;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/**
 * Stands between the JVM's garbage collectors and an observer, and lets the observer go.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The JVM's beans live for ever, and refer to the listener, and so to its class and to the class loader of that,
 *       for as long as it listens.
 *   <li>Something other than the listener refers to the observer for as long as it is to be called.
 *   <li>The system class loader and its parents are never unloaded; another class loader may be, as that of a web
 *       application that is deployed anew.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An abandoned observer is collected as garbage, since the listener refers to it weakly. Otherwise every
 *       collector that was made and forgotten would be kept, and called, until the JVM ends.
 *   <li>The class loader of this library can be collected with all that it has loaded. Where it may be, the listener is
 *       not of this class: it is made of method handles, and refers to nothing but classes of the JDK, besides the
 *       observer. Elsewhere it is of this class, since making method handles takes a fresh JVM 20 ms before its first
 *       scrape.
 *   <li>The listener is taken away from each bean by the first notification of that bean that finds the observer gone:
 *       for the bean of the garbage collection that took the observer, that is the next one at the latest.
 * </ol>
 */
final class CollectionListener implements NotificationListener {
    private final Reference<? extends NotificationListener> observer;

    private CollectionListener(Reference<? extends NotificationListener> observer) {
        this.observer = observer;
    }

    /**
     * Starts listening.
     *
     * @param collectors the beans to listen to; those that don't notify are passed over
     * @param observer takes each run for as long as something else refers to it
     */
    static void listen(List<GarbageCollectorMXBean> collectors, CollectionObserver observer) {
        listen(collectors, listener(new WeakReference<>(observer)));
    }

    /** Each bean is its own handback, so that the listener knows where to take itself away. */
    static void listen(List<GarbageCollectorMXBean> collectors, NotificationListener listener) {
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, emitter);
            }
        }
    }

    private static NotificationListener listener(Reference<? extends NotificationListener> observer) {
        try {
            return isUnloadable(CollectionListener.class.getClassLoader())
                    ? ofMethodHandles(observer)
                    : ofThisClass(observer);
        } catch (SecurityException e) {
            return ofThisClass(observer); // a security manager keeps class loaders secret
        }
    }

    private static boolean isUnloadable(@Nullable ClassLoader loader) {
        ClassLoader permanent = ClassLoader.getSystemClassLoader();
        while (permanent != null && permanent != loader) {
            permanent = permanent.getParent();
        }
        return permanent != loader;
    }

    static NotificationListener ofThisClass(Reference<? extends NotificationListener> observer) {
        return new CollectionListener(observer);
    }

    @Override
    public void handleNotification(Notification notification, Object bean) {
        NotificationListener present = observer.get();
        if (present != null) {
            present.handleNotification(notification, bean);
            return;
        }
        try {
            ((NotificationBroadcaster) bean).removeNotificationListener(this);
        } catch (ListenerNotFoundException e) {
            // Another notification, which came at the same time, has removed it.
        }
    }

    /**
     * A listener that does what {@link #handleNotification} does, without a reference to a class of this library. If
     * two notifications of a bean came at the same time, the second would throw when it finds itself removed; the JVM
     * has one thread for all of them.
     */
    static NotificationListener ofMethodHandles(Reference<? extends NotificationListener> observer) {
        AtomicReference<NotificationListener> self = new AtomicReference<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // On JDKs before 22 this class loader defines the listener's class.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            NotificationListener listener =
                    MethodHandleProxies.asInterfaceInstance(NotificationListener.class, handle(observer, self));
            self.set(listener);
            return listener;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JDK lacks a method that this library was compiled with", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static MethodHandle handle(
            Reference<? extends NotificationListener> observer, AtomicReference<NotificationListener> self)
            throws ReflectiveOperationException {
        MethodHandles.Lookup jdk = MethodHandles.publicLookup();
        MethodType returnsObject = MethodType.methodType(Object.class);
        MethodType returnsListener = MethodType.methodType(NotificationListener.class);

        MethodHandle present = jdk.findVirtual(Reference.class, "get", returnsObject)
                .bindTo(observer)
                .asType(returnsListener);
        MethodHandle isPresent = jdk.findStatic(
                        Objects.class, "nonNull", MethodType.methodType(boolean.class, Object.class))
                .asType(MethodType.methodType(boolean.class, NotificationListener.class));
        MethodHandle report = jdk.findVirtual(
                NotificationListener.class,
                "handleNotification",
                MethodType.methodType(void.class, Notification.class, Object.class));
        MethodHandle itself = jdk.findVirtual(AtomicReference.class, "get", returnsObject)
                .bindTo(self)
                .asType(returnsListener);
        MethodHandle remove = jdk.findVirtual(
                NotificationBroadcaster.class,
                "removeNotificationListener",
                MethodType.methodType(void.class, NotificationListener.class));
        MethodHandle removeItself = MethodHandles.collectArguments(remove, 1, itself)
                .asType(MethodType.methodType(void.class, Object.class));
        MethodHandle stop =
                MethodHandles.dropArguments(removeItself, 0, NotificationListener.class, Notification.class);
        return MethodHandles.foldArguments(MethodHandles.guardWithTest(isPresent, report, stop), present);
    }
}
