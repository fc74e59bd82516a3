package dev.fennel.exposition;

import dev.fennel.model.Metric;
import java.time.Instant;

/** Writes {@code google.protobuf.Timestamp}: seconds since the epoch, rounded down, and the nanoseconds since then. */
final class ProtobufTimestamps {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private ProtobufTimestamps() {}

    static void put(int field, Instant time, ProtobufWriter out) {
        put(field, time.getEpochSecond(), time.getNano(), out);
    }

    /** Writes milliseconds since the epoch, or nothing for {@link Metric#NO_TIMESTAMP}. */
    static void putMillis(int field, long millis, ProtobufWriter out) {
        if (millis != Metric.NO_TIMESTAMP) {
            put(field, Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000) * NANOS_PER_MILLI, out);
        }
    }

    /** The fields have no presence (the file is proto3, unlike the schema of the metrics), so a zero is left out. */
    private static void put(int field, long seconds, int nanos, ProtobufWriter out) {
        int start = out.begin(field);
        if (seconds != 0) {
            out.putVarint(ProtobufSchema.TIMESTAMP_SECONDS, seconds);
        }
        if (nanos != 0) {
            out.putVarint(ProtobufSchema.TIMESTAMP_NANOS, nanos);
        }
        out.end(start);
    }
}
