package dev.fennel.pushgateway.internal;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Decodes messages with Google's own library and the published schema of a protocol, in which no field may be unknown.
 */
public final class PublishedSchema {
    private final FileDescriptor file;

    /** Reads a schema, which is a {@code FileDescriptorProto} in the text format, from a resource. */
    public PublishedSchema(String resource) {
        try (InputStream in = PublishedSchema.class.getResourceAsStream(resource)) {
            FileDescriptorProto.Builder proto = FileDescriptorProto.newBuilder();
            TextFormat.merge(new String(in.readAllBytes(), StandardCharsets.UTF_8), proto);
            file = FileDescriptor.buildFrom(proto.build(), new FileDescriptor[0]);
        } catch (IOException | DescriptorValidationException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    public Descriptor type(String name) {
        return file.findMessageTypeByName(name);
    }

    public Message decode(String type, byte[] body) {
        try {
            Message message = DynamicMessage.parseFrom(type(type), body);
            checkKnown(message);
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkKnown(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new AssertionError("expected fields of the schema, got " + message);
        }
        message.getAllFields().values().forEach(value -> {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.stream()
                    .filter(Message.class::isInstance)
                    .map(Message.class::cast)
                    .forEach(nested -> checkKnown(nested));
        });
    }

    /** The value of a field. */
    public static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    /** The values of a repeated field of messages. */
    public static List<Message> messages(Message message, String name) {
        return ((List<?>) field(message, name))
                .stream().map(Message.class::cast).toList();
    }
}
