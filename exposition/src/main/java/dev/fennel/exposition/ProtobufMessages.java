package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.time.Instant;

/** Writes the small messages that several others contain: label pairs, exemplars and timestamps. */
final class ProtobufMessages {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private ProtobufMessages() {}

    /** Writes the label pairs of series, whose names are escaped already. Used by one thread at a time. */
    static final class LabelPairs implements LabelSyntax {
        private final ByteBuf pair = new ByteBuf(64);
        private final ProtobufWriter pairWriter = new ProtobufWriter(pair);

        @Override
        public void put(int index, String name, String value, ByteBuf out) {
            pair.end(0);
            putLabel(name, value, pairWriter);
            out.put(pair);
        }
    }

    private static void putLabel(String name, String value, ProtobufWriter out) {
        int start = out.begin(ProtobufSchema.LABEL);
        out.putString(ProtobufSchema.LABEL_NAME, name);
        out.putString(ProtobufSchema.LABEL_VALUE, value);
        out.end(start);
    }

    /** Writes an exemplar. Its label names are not escaped; client_golang does not escape them either. */
    static void putExemplar(int field, Exemplar exemplar, ProtobufWriter out) {
        int start = out.begin(field);
        Labels labels = exemplar.labels();
        for (int i = 0; i < labels.size(); i++) {
            putLabel(labels.name(i), labels.value(i), out);
        }
        out.putDouble(ProtobufSchema.EXEMPLAR_VALUE, exemplar.value());
        Instant time = exemplar.timestamp();
        if (time != null) {
            putTimestamp(ProtobufSchema.EXEMPLAR_TIMESTAMP, time.getEpochSecond(), time.getNano(), out);
        }
        out.end(start);
    }

    /** Writes milliseconds since the epoch as a timestamp, or nothing for {@link Metric#NO_TIMESTAMP}. */
    static void putMillis(int field, long millis, ProtobufWriter out) {
        if (millis != Metric.NO_TIMESTAMP) {
            putTimestamp(field, Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000) * NANOS_PER_MILLI, out);
        }
    }

    /**
     * Writes a {@code google.protobuf.Timestamp}: the seconds since the epoch, rounded down, and the nanoseconds since
     * then. Zeros are left out, because the fields have no presence (the file is proto3, unlike the metrics' schema).
     */
    private static void putTimestamp(int field, long seconds, int nanos, ProtobufWriter out) {
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
