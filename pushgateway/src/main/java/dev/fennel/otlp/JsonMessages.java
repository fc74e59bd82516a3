package dev.fennel.otlp;

import dev.fennel.exposition.internal.NumberPrinter;
import java.util.HexFormat;

/**
 * Writes requests in JSON, as protobuf defines it: 64-bit integers and numbers that JSON does not have are strings. As
 * <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP</a> defines it, enums are numbers,
 * and identities are in hexadecimal digits.
 */
final class JsonMessages extends MessageWriter {
    private static final int DEEPEST = 16;

    private final NumberPrinter numbers = new NumberPrinter();

    /** By depth, whether the object has a member. */
    private final boolean[] filled = new boolean[DEEPEST];

    /** By depth, the name of the list of objects that is open, or an empty one. */
    private final String[] lists = new String[DEEPEST];

    private int depth;

    /** Whether the list of numbers has an element. */
    private boolean listed;

    @Override
    void beginRequest() {
        depth = 0;
        open();
    }

    @Override
    void endRequest() {
        end();
    }

    private void open() {
        depth++;
        filled[depth] = false;
        lists[depth] = "";
        body.put('{');
    }

    /** Begins a member of the present object. */
    private void member(String name) {
        closeList();
        if (filled[depth]) {
            body.put(',');
        }
        filled[depth] = true;
        body.put('"');
        body.putAscii(name);
        body.putAscii("\":");
    }

    private void closeList() {
        if (!lists[depth].isEmpty()) {
            body.put(']');
            lists[depth] = "";
        }
    }

    @Override
    void begin(int field, String name) {
        member(name);
        open();
    }

    @Override
    void beginElement(int field, String name) {
        if (name.equals(lists[depth])) {
            body.put(',');
        } else {
            member(name);
            body.put('[');
            lists[depth] = name;
        }
        open();
    }

    @Override
    void end() {
        closeList();
        body.put('}');
        depth--;
    }

    @Override
    void putString(int field, String name, String value) {
        member(name);
        body.put('"');
        for (int i = 0; i < value.length(); i++) {
            int codePoint = value.codePointAt(i);
            if (codePoint == '"' || codePoint == '\\') {
                body.put('\\');
            }
            if (codePoint < ' ') {
                body.putAscii("\\u00");
                body.putAscii(HexFormat.of().toHexDigits((byte) codePoint));
            } else {
                body.putCodePoint(codePoint);
            }
            i += Character.charCount(codePoint) - 1;
        }
        body.put('"');
    }

    @Override
    void putDouble(int field, String name, double value) {
        member(name);
        print(value);
    }

    private void print(double value) {
        if (value == 0 && Double.doubleToRawLongBits(value) != 0) {
            body.putAscii("-0"); // which the text format has without the sign
        } else if (Double.isFinite(value)) {
            numbers.print(value, body);
        } else {
            body.putAscii("\"" + value + "\"");
        }
    }

    @Override
    void putFixed(int field, String name, long value) {
        member(name);
        print(value);
    }

    private void print(long value) {
        body.put('"');
        numbers.printInteger(value, body);
        body.put('"');
    }

    @Override
    void putSigned(int field, String name, int value) {
        member(name);
        numbers.printInteger(value, body);
    }

    @Override
    void putEnum(int field, String name, int value) {
        putSigned(field, name, value);
    }

    @Override
    void putTrue(int field, String name) {
        member(name);
        body.putAscii("true");
    }

    @Override
    void putId(int field, String name, byte[] id) {
        putString(field, name, HexFormat.of().formatHex(id));
    }

    @Override
    void beginNumbers(int field, String name) {
        member(name);
        body.put('[');
        listed = false;
    }

    private void element() {
        if (listed) {
            body.put(',');
        }
        listed = true;
    }

    @Override
    void addFixed(long value) {
        element();
        print(value);
    }

    @Override
    void addVarint(long value) {
        addFixed(value);
    }

    @Override
    void addDouble(double value) {
        element();
        print(value);
    }

    @Override
    void endNumbers() {
        body.put(']');
    }
}
