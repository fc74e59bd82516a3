package dev.fennel.otlp;

import dev.fennel.exposition.internal.ByteBuf;

/**
 * Writes a request field by field, in one of the two formats that the protocol has. Each field is called by its number
 * in the schema, which protobuf writes, and by its name, which JSON writes; names are ASCII. Used by one thread.
 */
abstract class MessageWriter {
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int STRING_VALUE = 1;

    /** What has been written of the present request. */
    final ByteBuf body = new ByteBuf(1 << 16);

    /** Begins a request. */
    abstract void beginRequest();

    /** Ends it. The content of the buffer is the caller's to take and discard. */
    abstract void endRequest();

    /** Begins a message within the present one. */
    abstract void begin(int field, String name);

    /** Begins an element of a list of messages. Those of one list come one after the other. */
    abstract void beginElement(int field, String name);

    /** Ends the message that began last. */
    abstract void end();

    abstract void putString(int field, String name, String value);

    abstract void putDouble(int field, String name, double value);

    /** Writes a field of type fixed64. */
    abstract void putFixed(int field, String name, long value);

    /** Writes a field of type sint32. */
    abstract void putSigned(int field, String name, int value);

    /** Writes the number of an enum, which is not negative. */
    abstract void putEnum(int field, String name, int value);

    abstract void putTrue(int field, String name);

    /** Writes the identity of a trace or a span. */
    abstract void putId(int field, String name, byte[] id);

    /** Begins a list of numbers, which has nothing but such in it. */
    abstract void beginNumbers(int field, String name);

    /** Adds to a list of type fixed64. */
    abstract void addFixed(long value);

    /** Adds to a list of type uint64. */
    abstract void addVarint(long value);

    /** Adds to a list of type double a value that is not NaN. */
    abstract void addDouble(double value);

    /** Ends the list of numbers. */
    abstract void endNumbers();

    /** Writes an element of a list of messages {@code KeyValue}, with a string. */
    final void putAttribute(int field, String name, String key, String value) {
        beginElement(field, name);
        putString(KEY, "key", key);
        begin(VALUE, "value");
        putString(STRING_VALUE, "stringValue", value);
        end();
        end();
    }
}
