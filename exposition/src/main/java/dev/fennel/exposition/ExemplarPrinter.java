package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Appends exemplars to lines of OpenMetrics, as in <code> # {trace_id="7f3a"} 0.25 1.700000000123e+09</code> in version
 * 1.0, and <code> # {trace_id="7f3a"} 0.25 1700000000.123</code> in version 2.0.
 *
 * <p>In version 1.0, an exemplar without labels is left out, as client_golang does, and so is one whose labels are
 * longer than that version allows once they are escaped. In version 2.0, one without a time is left out. Unlike
 * client_golang, this escapes the label names like any others, because a reader that does not understand quoted names
 * would refuse the whole body. An exemplar whose label names become the same or {@code __name__} is left out, and one
 * whose time a reader could not hold.
 */
final class ExemplarPrinter {
    private static final byte[] START = {' ', '#', ' ', '{'};

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** The number of seconds below which the nanoseconds since the epoch are exact as a double. */
    private static final long EXACT_SECONDS = (1L << 53) / NANOS_PER_SECOND;

    /** So many seconds before and after 1970 a reader takes. */
    private static final long MAX_SECONDS = 9_200_000_000_000_000L;

    private final EscapingScheme escaping;
    private final NumberPrinter numbers;

    ExemplarPrinter(EscapingScheme escaping, NumberPrinter numbers) {
        this.escaping = escaping;
        this.numbers = numbers;
    }

    /** Appends an exemplar to a line of version 1.0. */
    void print(Exemplar exemplar, ByteBuf out) {
        Instant time = exemplar.timestamp();
        if (exemplar.labels().isEmpty()
                || isFar(time)
                || !survivesEscaping(exemplar.labels(), Exemplar.MAX_CODE_POINTS)) {
            return;
        }
        putWithoutTime(exemplar, out);
        if (time != null) {
            out.put(' ');
            numbers.print(epochSeconds(time), out);
        }
    }

    /**
     * Appends an exemplar to a line of version 2.0.
     *
     * @return whether it was not left out
     */
    boolean printTimed(Exemplar exemplar, ByteBuf out) {
        Instant time = exemplar.timestamp();
        if (time == null || isFar(time) || !survivesEscaping(exemplar.labels(), Integer.MAX_VALUE)) {
            return false;
        }
        putWithoutTime(exemplar, out);
        out.put(' ');
        DecimalSeconds.print(time.getEpochSecond(), time.getNano(), out);
        return true;
    }

    private static boolean isFar(@Nullable Instant time) {
        return time != null && Math.abs(time.getEpochSecond()) > MAX_SECONDS;
    }

    private void putWithoutTime(Exemplar exemplar, ByteBuf out) {
        Labels labels = exemplar.labels();
        out.put(START);
        for (int i = 0; i < labels.size(); i++) {
            LabelSyntax.TEXT.put(i, escaping.labelName(labels.name(i)), labels.value(i), out);
        }
        out.put('}');
        out.put(' ');
        numbers.print(exemplar.value(), out);
    }

    /** Whether the labels are still short enough and different; they are unless a name is escaped. */
    private boolean survivesEscaping(Labels labels, int maxCodePoints) {
        boolean escaped = false;
        for (int i = 0; i < labels.size() && !escaped; i++) {
            String name = labels.name(i);
            escaped = !escaping.labelName(name).equals(name);
        }
        return !escaped || areShortAndDifferent(labels, maxCodePoints);
    }

    private boolean areShortAndDifferent(Labels labels, int maxCodePoints) {
        Set<String> names = new HashSet<>();
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            String written = escaping.labelName(labels.name(i));
            String value = labels.value(i);
            names.add(written);
            length += written.length() + value.codePointCount(0, value.length());
        }
        return names.size() == labels.size() && length <= maxCodePoints && !names.contains(LabelCollisions.METRIC_NAME);
    }

    /**
     * The seconds from 1970 to a time, as the nearest double: a reader gets the same microsecond back from its digits,
     * and prints them the same again.
     *
     * <p>client_golang divides nanoseconds that it has already rounded to a double, which may give a neighbour of the
     * nearest double: it writes {@code 1.7000000001229999e+09} for the 123rd millisecond.
     */
    private static double epochSeconds(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        if (Math.abs(seconds) < EXACT_SECONDS) {
            return (double) (seconds * NANOS_PER_SECOND + nanos) / NANOS_PER_SECOND;
        }
        // The fraction is off by 6e-17 at most. No time is that close to the middle between two doubles of this size,
        // unless it is exactly there, and then its fraction is exact.
        return seconds + (double) nanos / NANOS_PER_SECOND;
    }
}
