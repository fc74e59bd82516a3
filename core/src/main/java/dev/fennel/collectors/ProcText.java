package dev.fennel.collectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small text files of {@code /proc} and the numbers in them. */
final class ProcText {
    /** No unsigned 64-bit number has more digits. */
    private static final int MAX_DIGITS = 20;

    private ProcText() {}

    /**
     * The complete lines of a file. What follows the last line feed is cut off, since a number there could be half of
     * one. Bytes become Latin-1 characters: process names may hold any byte, and all else is ASCII.
     *
     * @param file a file under {@code /proc}
     * @return the text, ending with a line feed; empty if the file cannot be read
     */
    static String read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return "";
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return ""; // gone or forbidden since the check
        }
    }

    /**
     * What follows a prefix, on the first line that starts with it.
     *
     * @param text complete lines
     * @param prefix the start of a line
     * @return the rest of that line without space around it; empty if there is none
     */
    static String afterPrefix(String text, String prefix) {
        return text.lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()).strip())
                .orElse("");
    }

    /**
     * The words of a line.
     *
     * @param line text with blanks between the words
     * @return the words; at least one, which is empty if the line is
     */
    static String[] words(String line) {
        return line.strip().split("\\s+");
    }

    /**
     * An unsigned decimal number.
     *
     * @param digits what should be one
     * @return the number, NaN if it is none of 64 bits
     */
    static double number(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return Double.NaN;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return Double.NaN;
            }
        }
        return Double.parseDouble(digits);
    }
}
