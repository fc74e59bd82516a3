package dev.fennel.otlp;

import static dev.fennel.pushgateway.internal.PublishedSchema.field;
import static dev.fennel.pushgateway.internal.PublishedSchema.messages;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.fennel.pushgateway.internal.PublishedSchema;
import dev.fennel.testsupport.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Requests as Google's own library decodes them with the published schema; and JSON as the same messages, by the rules
 * of OTLP.
 */
final class DecodedExport {
    private static final PublishedSchema SCHEMA = new PublishedSchema("/otlp-descriptor.txt");
    private static final String REQUEST = "ExportMetricsServiceRequest";
    private static final TextFormat.Printer PRINTER = TextFormat.printer().emittingSingleLine(true);

    private DecodedExport() {}

    static Message ofProtobuf(byte[] body) {
        return SCHEMA.decode(REQUEST, body);
    }

    static Message ofJson(byte[] body) {
        Object json = Json.parse(new String(body, StandardCharsets.UTF_8));
        return message(SCHEMA.type(REQUEST), json);
    }

    /** Bytes of a message, given in the text format. */
    static byte[] encoded(String type, String text) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(SCHEMA.type(type));
        try {
            TextFormat.merge(text, message);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
        return message.build().toByteArray();
    }

    private static Message message(Descriptor type, Object json) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (Map.Entry<String, Object> member : Json.object(json).entrySet()) {
            FieldDescriptor field = type.getFields().stream()
                    .filter(one -> one.getJsonName().equals(member.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(type.getName() + " has no " + member.getKey()));
            if (field.isRepeated()) {
                for (Object element : (List<?>) member.getValue()) {
                    message.addRepeatedField(field, value(field, element));
                }
            } else {
                message.setField(field, value(field, member.getValue()));
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, Object json) {
        return switch (field.getType()) {
            case MESSAGE -> message(field.getMessageType(), json);
            case FIXED64, UINT64 -> Long.parseUnsignedLong((String) json);
            case DOUBLE -> json instanceof String text ? Double.valueOf(text) : json;
            case BYTES -> ByteString.copyFrom(HexFormat.of().parseHex((String) json));
            case INT32, SINT32 -> ((Double) json).intValue();
            default -> json;
        };
    }

    /** The metrics of a request, each in the text format, on one line. */
    static List<String> metrics(Message request) {
        return messages(request, "resource_metrics").stream()
                .flatMap(resource -> messages(resource, "scope_metrics").stream())
                .flatMap(scope -> messages(scope, "metrics").stream())
                .map(DecodedExport::text)
                .toList();
    }

    /** The resource of a request, in the text format. */
    static String resource(Message request) {
        return text((Message) field(messages(request, "resource_metrics").get(0), "resource"));
    }

    /** The scope of a request, in the text format. */
    static String scope(Message request) {
        Message resource = messages(request, "resource_metrics").get(0);
        return text((Message) field(messages(resource, "scope_metrics").get(0), "scope"));
    }

    /** The text format, with attributes as {@code {name=value}}. */
    private static String text(Message message) {
        return PRINTER.printToString(message)
                .strip()
                .replaceAll("key: \"([^\"]*)\" value \\{ string_value: \"([^\"]*)\" \\}", "$1=$2");
    }
}
