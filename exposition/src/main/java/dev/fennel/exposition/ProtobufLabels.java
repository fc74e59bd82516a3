package dev.fennel.exposition;

import dev.fennel.model.Labels;

/** Writes label pairs as messages. Used by one thread at a time. */
final class ProtobufLabels implements LabelSyntax {
    private final ByteBuf pair = new ByteBuf(64);
    private final ProtobufWriter pairWriter = new ProtobufWriter(pair);

    @Override
    public void put(int index, String name, String value, ByteBuf out) {
        pair.end(0);
        put(name, value, pairWriter);
        out.put(pair);
    }

    /** Writes all pairs as they are, without escaping their names. */
    static void put(Labels labels, ProtobufWriter out) {
        for (int i = 0; i < labels.size(); i++) {
            put(labels.name(i), labels.value(i), out);
        }
    }

    private static void put(String name, String value, ProtobufWriter out) {
        int start = out.begin(ProtobufSchema.LABEL);
        out.putString(ProtobufSchema.LABEL_NAME, name);
        out.putString(ProtobufSchema.LABEL_VALUE, value);
        out.end(start);
    }
}
