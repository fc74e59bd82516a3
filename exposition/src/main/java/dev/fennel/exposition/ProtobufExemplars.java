package dev.fennel.exposition;

import dev.fennel.model.Exemplar;

/** Writes exemplars. Like those of client_golang, their label names are not escaped. */
final class ProtobufExemplars {
    private ProtobufExemplars() {}

    static void put(int field, Exemplar exemplar, ProtobufWriter out) {
        int start = out.begin(field);
        ProtobufLabels.put(exemplar.labels(), out);
        out.putDouble(ProtobufSchema.EXEMPLAR_VALUE, exemplar.value());
        if (exemplar.timestamp() != null) {
            ProtobufTimestamps.put(ProtobufSchema.EXEMPLAR_TIMESTAMP, exemplar.timestamp(), out);
        }
        out.end(start);
    }
}
