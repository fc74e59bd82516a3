package dev.fennel.otlp;

import dev.fennel.pushgateway.PushAnswer;
import dev.fennel.pushgateway.internal.ContentType;
import dev.fennel.pushgateway.internal.ProtobufFields;
import dev.fennel.pushgateway.internal.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a receiver that accepts a request says of it: how many data points it has rejected all the same, and why; or
 * none, and a warning. Most say nothing.
 */
final class PartialSuccess {
    private static final int PARTIAL_SUCCESS = 1;
    private static final int REJECTED = 1;
    private static final int MESSAGE = 2;

    /** In a string, a quote has a backslash before it, so these names are never part of one. */
    private static final Pattern JSON_REJECTED = Pattern.compile("\"rejectedDataPoints\"\\s*:\\s*\"?([0-9]{1,18})");

    private static final Pattern JSON_MESSAGE =
            Pattern.compile("\"errorMessage\"\\s*:\\s*\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)");

    /** How many data points were rejected, zero or more. */
    final long rejected;

    /** What the receiver says, fit for a message, perhaps empty. */
    final String message;

    private PartialSuccess(long rejected, String message) {
        this.rejected = Math.max(rejected, 0);
        this.message = VisibleText.of(message);
    }

    static PartialSuccess of(PushAnswer answer) {
        if (ContentType.is("application/json", answer.headers())) {
            return ofJson(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return ofProtobuf(ContentType.is("application/x-protobuf", answer.headers()) ? answer.body() : new byte[0]);
    }

    private static PartialSuccess ofJson(String text) {
        Matcher rejected = JSON_REJECTED.matcher(text);
        Matcher message = JSON_MESSAGE.matcher(text);
        return new PartialSuccess(
                rejected.find() ? Long.parseLong(rejected.group(1)) : 0, message.find() ? message.group(1) : "");
    }

    private static PartialSuccess ofProtobuf(byte[] body) {
        long rejected = 0;
        String message = "";
        ProtobufFields answer = new ProtobufFields(body);
        while (answer.next()) {
            if (answer.field() == PARTIAL_SUCCESS) {
                ProtobufFields partial = new ProtobufFields(answer.content());
                while (partial.next()) {
                    switch (partial.field()) {
                        case REJECTED -> rejected = partial.number();
                        case MESSAGE -> message = new String(partial.content(), StandardCharsets.UTF_8);
                        default -> {} // of a later version
                    }
                }
            }
        }
        return new PartialSuccess(rejected, message);
    }
}
