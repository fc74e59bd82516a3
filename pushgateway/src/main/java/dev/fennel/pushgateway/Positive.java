package dev.fennel.pushgateway;

import java.time.Duration;
import java.util.Objects;

/** Checks the times that a user sets. */
final class Positive {
    private Positive() {}

    static Duration check(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected a time above zero, got " + duration);
        }
        return duration;
    }
}
