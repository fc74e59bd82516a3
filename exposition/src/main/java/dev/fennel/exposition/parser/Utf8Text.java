package dev.fennel.exposition.parser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that can be encoded in UTF-8, as both formats are; what cannot is refused with its place. */
final class Utf8Text {
    private Utf8Text() {}

    /** Decodes bytes. */
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

    /** Returns a text without unpaired surrogates. */
    static String check(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!paired) {
                throw error(text.substring(0, i), String.format("surrogate \\u%04x", (int) c));
            }
            i++;
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
