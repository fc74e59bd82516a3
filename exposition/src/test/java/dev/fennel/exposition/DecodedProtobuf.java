package dev.fennel.exposition;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import dev.fennel.model.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Decodes the protobuf format with Google's own library and the published schema. */
public final class DecodedProtobuf {
    private static final FileDescriptor SCHEMA = schema();
    static final Descriptor FAMILY = SCHEMA.findMessageTypeByName("MetricFamily");

    private DecodedProtobuf() {}

    private static FileDescriptor schema() {
        try {
            FileDescriptorProto.Builder proto = FileDescriptorProto.newBuilder();
            TextFormat.merge(Families.resource("/metrics-descriptor.txt"), proto);
            return FileDescriptor.buildFrom(proto.build(), new FileDescriptor[] {TimestampProto.getDescriptor()});
        } catch (IOException | DescriptorValidationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Resets the encoder, encodes families, and decodes them. */
    static List<DynamicMessage> of(Encoder encoder, List<MetricFamily> families) {
        encoder.reset();
        encoder.encodeAll(families);
        encoder.finish();
        return of(encoder.toByteArray());
    }

    /** Decodes messages that are each preceded by their length. */
    public static List<DynamicMessage> of(byte[] body) {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        List<DynamicMessage> families = new ArrayList<>();
        try {
            while (in.available() > 0) {
                DynamicMessage.Builder family = DynamicMessage.newBuilder(FAMILY);
                family.mergeDelimitedFrom(in);
                families.add(family.build());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return families;
    }

    /** Encodes messages as Google's library does, each preceded by its length. */
    static byte[] encode(List<? extends Message> families) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Message family : families) {
                family.writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A field of a message; null if it is absent, though the schema gives it a default. */
    static Object field(Message message, String name) {
        var field = message.getDescriptorForType().findFieldByName(name);
        return message.hasField(field) ? message.getField(field) : null;
    }

    /** A nested message; null if it is absent. */
    static Message message(Message message, String name) {
        return (Message) field(message, name);
    }

    /** The elements of a repeated field. */
    static List<?> list(Message message, String name) {
        return (List<?>) message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    /** The elements of a repeated field of messages. */
    static List<Message> messages(Message message, String name) {
        return list(message, name).stream().map(Message.class::cast).toList();
    }
}
