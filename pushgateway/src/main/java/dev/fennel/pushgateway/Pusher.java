package dev.fennel.pushgateway;

/** Pushes metrics to a Pushgateway. */
public final class Pusher {
    private Pusher() {}
}
