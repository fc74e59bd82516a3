package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NumberPrinter;

/**
 * Appends times as OpenMetrics 2.0 has them, as in {@code 1764150000.123}: seconds since 1970 in plain notation, with
 * as many decimal places as they need, so that nothing is rounded.
 */
final class DecimalSeconds {
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private DecimalSeconds() {}

    /** Appends milliseconds since 1970. */
    static void print(long millis, ByteBuf out) {
        print(Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000) * NANOS_PER_MILLI, out);
    }

    /**
     * Appends a time.
     *
     * @param seconds since 1970, rounded down
     * @param nanos what was rounded off, less than a second
     */
    static void print(long seconds, int nanos, ByteBuf out) {
        long whole = seconds;
        int fraction = nanos;
        if (seconds < 0) {
            out.put('-');
            whole = nanos == 0 ? -seconds : -(seconds + 1);
            fraction = nanos == 0 ? 0 : NANOS_PER_SECOND - nanos;
        }
        byte[] target = out.reserve(NumberPrinter.ROOM);
        out.end(NumberPrinter.printInteger(whole, target, out.size()));
        if (fraction > 0) {
            out.put('.');
        }
        for (int unit = NANOS_PER_SECOND / 10; fraction > 0; unit /= 10) {
            out.put((char) ('0' + fraction / unit));
            fraction %= unit;
        }
    }
}
