package dev.fennel.exposition.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.fennel.exposition.DecodedProtobuf;
import dev.fennel.exposition.programs.PageKind.Syntax;
import dev.fennel.testsupport.Age;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a page says, in lines to be compared: those of a text, or of a decoded protobuf message.
 *
 * <p>Both run a program at different times, so every time that may come from a clock is replaced: created timestamps
 * and exemplars of the last and the next hour. No program has times of its own there.
 */
final class PageLines {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CLOCK = "<clock>";

    /** Fields that client_golang 1.14 does not know. */
    private static final Set<String> NEW_FIELDS = Set.of("unit", "created_timestamp", "exemplars");

    private PageLines() {}

    static List<String> of(PageKind kind, byte[] body, Age age) {
        List<String> lines = new ArrayList<>();
        if (kind.syntax() == Syntax.PROTOBUF) {
            for (DynamicMessage family : DecodedProtobuf.of(body)) {
                lines.addAll(List.of(comparable(family, age).toString().split("\n")));
            }
            return lines;
        }
        for (String line : new String(body, UTF_8).split("\n", -1)) {
            lines.add(kind.isOpenMetrics() ? withoutClock(line) : line);
        }
        return lines;
    }

    private static String withoutClock(String line) {
        int last = line.lastIndexOf(' ') + 1;
        boolean hasTime = !line.startsWith("#") && (line.contains("_created") || line.contains(" # {"));
        return hasTime && isNow(line.substring(last)) ? line.substring(0, last) + CLOCK : line;
    }

    private static boolean isNow(String seconds) {
        try {
            return isNow(Double.parseDouble(seconds));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isNow(double epochSeconds) {
        return Math.abs(epochSeconds - Instant.now().getEpochSecond()) < HOUR.toSeconds();
    }

    private static Message comparable(Message message, Age age) {
        Message.Builder comparable = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (age == Age.SYSTEM && NEW_FIELDS.contains(field.getName())) {
                comparable.clearField(field);
            } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            } else if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    comparable.setRepeatedField(
                            field, i, comparable((Message) message.getRepeatedField(field, i), age));
                }
            } else if (!isClock((Message) message.getField(field))) {
                comparable.setField(field, comparable((Message) message.getField(field), age));
            } else {
                comparable.setField(field, comparable.newBuilderForField(field).build());
            }
        }
        return comparable.build();
    }

    private static boolean isClock(Message message) {
        if (!message.getDescriptorForType().equals(Timestamp.getDescriptor())) {
            return false;
        }
        Object seconds =
                message.getField(message.getDescriptorForType().findFieldByNumber(Timestamp.SECONDS_FIELD_NUMBER));
        return isNow((Long) seconds);
    }
}
