package dev.fennel.pushgateway;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long a receiver asks to wait before the next attempt: the header {@code Retry-After} of RFC 9110. */
final class RetryAfter {
    private RetryAfter() {}

    /** The wait in nanoseconds that a failure asks for; zero or less if it asks for none, or is not understood. */
    static long nanos(IOException failure) {
        Optional<String> asked =
                failure instanceof PushException answer ? answer.header("Retry-After") : Optional.empty();
        return asked.map(value -> nanos(value.strip(), Instant.now())).orElse(0L);
    }

    /** The wait that a value of the header asks for: seconds, or a date. */
    static long nanos(String value, Instant now) {
        try {
            if (value.matches("[0-9]{1,9}")) {
                return TimeUnit.SECONDS.toNanos(Long.parseLong(value));
            }
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return TimeUnit.NANOSECONDS.convert(Duration.between(now, then));
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
