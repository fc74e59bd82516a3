package dev.fennel.exposition.parser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Knows where a text is not valid UTF-8, as all formats demand. A malformed byte becomes a surrogate without its other
 * half, which no valid text has. So the text itself says where it is malformed, and nothing else has to be kept.
 */
final class Utf8Text {
    /** What a malformed byte is added to. Such bytes have their highest bit set. */
    private static final int BYTES = 0xdc00;

    private Utf8Text() {}

    /** Whether bytes start as everything does that gzip compressed. */
    static boolean isGzip(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    /** The exception for bytes that gzip compressed. */
    static TextParseException gzip() {
        return new TextParseException(1, 1, "expected text, got data compressed with gzip");
    }

    /** Decodes bytes, malformed ones too. */
    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // no byte becomes more than a char
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.put((char) (BYTES + (bytes[in.position()] & 0xff)));
            in.position(in.position() + result.length());
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** The position of the first surrogate without its other half, or -1. */
    static int malformed(String text, int from, int to) {
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < to ? text.charAt(i + 1) : c)) {
                    return i;
                }
                i++;
            }
            i++;
        }
        return -1;
    }

    /** What a malformed text has at this position, for a message. */
    static String describe(char malformed, boolean wasBytes) {
        return wasBytes
                ? String.format("byte 0x%02x", malformed - BYTES)
                : String.format("surrogate \\u%04x", (int) malformed);
    }
}
