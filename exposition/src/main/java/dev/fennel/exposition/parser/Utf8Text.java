package dev.fennel.exposition.parser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that a text is valid UTF-8, as both formats demand. The error points at what is not. */
final class Utf8Text {
    private Utf8Text() {}

    /** Decodes bytes, and refuses malformed ones. */
    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // no byte becomes more than a char
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw error(text, String.format("byte 0x%02x", bytes[in.position()]));
        }
        return text;
    }

    /** Returns the text, and refuses one with an unpaired surrogate, which has no encoding in UTF-8. */
    static String check(String text) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i); // a pair is one code point, so a surrogate here has no other half
            if (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c)) {
                throw error(text.substring(0, i), String.format("surrogate \\u%04x", c));
            }
            i += Character.charCount(c);
        }
        return text;
    }

    private static TextParseException error(String before, String got) {
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        int column = before.codePointCount(lineStart, before.length()) + 1;
        return new TextParseException(line, column, "expected valid UTF-8, got " + got);
    }
}
