package dev.fennel.metrics;

/** A counter. */
public final class Counter {
    private Counter() {}
}
