package dev.fennel.otlp;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Writes exemplars. The labels {@code trace_id} and {@code span_id} are fields of their own if they are what W3C's
 * trace context defines: 32 or 16 hexadecimal digits, not all zero. Otherwise they are attributes as other labels are.
 */
final class ExemplarWriter {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final MessageWriter out;

    ExemplarWriter(MessageWriter out) {
        this.out = out;
    }

    /** Writes an exemplar, with the time of its point if it has none that can be expressed. */
    void put(int field, Exemplar exemplar, long pointMillis) {
        out.beginElement(field, "exemplars");
        Instant time = exemplar.timestamp();
        out.putFixed(2, "timeUnixNano", time != null && Nanos.has(time) ? Nanos.of(time) : Nanos.of(pointMillis));
        out.putDouble(3, "asDouble", exemplar.value());
        Labels labels = exemplar.labels();
        for (int i = 0; i < labels.size(); i++) {
            String value = labels.value(i);
            switch (labels.name(i)) {
                case "span_id" -> putId(4, "spanId", SPAN_ID_BYTES, labels.name(i), value);
                case "trace_id" -> putId(5, "traceId", TRACE_ID_BYTES, labels.name(i), value);
                default -> putAttribute(labels.name(i), value);
            }
        }
        out.end();
    }

    private void putId(int field, String json, int size, String name, String value) {
        if (isId(value, size)) {
            out.putId(field, json, HexFormat.of().parseHex(value));
        } else {
            putAttribute(name, value);
        }
    }

    private static boolean isId(String value, int size) {
        return value.length() == 2 * size
                && value.chars().allMatch(HexFormat::isHexDigit)
                && value.chars().anyMatch(digit -> digit != '0');
    }

    private void putAttribute(String name, String value) {
        out.putAttribute(7, "filteredAttributes", name, value);
    }
}
