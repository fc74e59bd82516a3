package dev.fennel.otlp;

import dev.fennel.exposition.internal.ProtobufWriter;

/** Writes requests in protobuf. */
final class ProtobufMessages extends MessageWriter {
    private static final int DEEPEST = 16;

    private final ProtobufWriter out = new ProtobufWriter(body);

    /** Where the messages began that have not ended. */
    private final int[] starts = new int[DEEPEST];

    private int depth;

    @Override
    void beginRequest() {
        depth = 0;
    }

    @Override
    void endRequest() {
        // Nothing stands around it.
    }

    @Override
    void begin(int field, String name) {
        starts[depth++] = out.begin(field);
    }

    @Override
    void beginElement(int field, String name) {
        begin(field, name);
    }

    @Override
    void end() {
        out.end(starts[--depth]);
    }

    @Override
    void putString(int field, String name, String value) {
        out.putString(field, value);
    }

    @Override
    void putDouble(int field, String name, double value) {
        out.putDouble(field, value);
    }

    @Override
    void putFixed(int field, String name, long value) {
        out.putBits(field, value);
    }

    @Override
    void putSigned(int field, String name, int value) {
        out.putSigned(field, value);
    }

    @Override
    void putEnum(int field, String name, int value) {
        out.putVarint(field, value);
    }

    @Override
    void putTrue(int field, String name) {
        out.putVarint(field, 1);
    }

    @Override
    void putId(int field, String name, byte[] id) {
        out.begin(field, id.length);
        body.put(id);
    }

    @Override
    void beginNumbers(int field, String name) {
        begin(field, name);
    }

    @Override
    void addFixed(long value) {
        out.putPackedBits(value);
    }

    @Override
    void addVarint(long value) {
        out.putPacked(value);
    }

    @Override
    void addDouble(double value) {
        out.putPackedBits(Double.doubleToRawLongBits(value));
    }

    @Override
    void endNumbers() {
        end();
    }
}
