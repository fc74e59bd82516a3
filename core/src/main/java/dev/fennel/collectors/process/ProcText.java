package dev.fennel.collectors.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Reads the small text files of {@code /proc} and {@code /sys}, and the words and numbers in them.
 *
 * <p>Written without streams, regular expressions and {@code java.nio.file}: loading those costs a fresh JVM more than
 * its first scrape may.
 */
public final class ProcText {
    /** In what the files count CPU time: USER_HZ, 100 on every architecture that Java runs on. No file has it. */
    public static final double TICKS_PER_SECOND = 100;

    /** No unsigned 64-bit number has more digits. */
    private static final int MAX_DIGITS = 20;

    /** All numbers with so many digits fit into a {@code long}. */
    private static final int DIGITS_OF_LONG = 18;

    private ProcText() {}

    /**
     * The complete lines of a file. What follows the last line feed is cut off, since a number there could be half of
     * one. Bytes become Latin-1 characters: process names may hold any byte, and all else is ASCII.
     *
     * @param file a file under {@code /proc} or {@code /sys}
     * @return the text, ending with a line feed; empty if the file cannot be read
     */
    public static String read(File file) {
        if (!file.isFile() || !file.canRead()) {
            return "";
        }
        try (FileInputStream in = new FileInputStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return ""; // gone or forbidden since the check
        }
    }

    /**
     * The lines that start with a prefix.
     *
     * @param text complete lines
     * @param prefix the start of a line
     * @return the words that follow the prefix, for each such line
     */
    public static List<List<String>> linesAfter(String prefix, String text) {
        List<List<String>> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            if (line.startsWith(prefix)) {
                lines.add(words(line.substring(prefix.length())));
            }
            start = end + 1;
        }
        return lines;
    }

    /**
     * A word that follows a prefix, on the first line that starts with it.
     *
     * @param text complete lines
     * @param prefix the start of a line
     * @param index the word's place after the prefix, from 0
     * @return the word; empty if there is none
     */
    public static String wordAfter(String prefix, String text, int index) {
        List<List<String>> lines = linesAfter(prefix, text);
        return lines.isEmpty() ? "" : word(lines.get(0), index);
    }

    /**
     * A word by its place.
     *
     * @param words any words
     * @param index any number
     * @return the word; empty if there is none
     */
    public static String word(List<String> words, int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    /**
     * The words of a text.
     *
     * @param text words with white space between them
     * @return the words, perhaps none
     */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(text);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    /**
     * An unsigned decimal number.
     *
     * @param digits what should be one
     * @return the number, NaN if it is none of 64 bits
     */
    public static double number(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return Double.NaN;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return Double.NaN;
            }
        }
        // The common case needs no class that a fresh JVM has not loaded yet.
        return digits.length() <= DIGITS_OF_LONG ? Long.parseLong(digits) : Double.parseDouble(digits);
    }
}
