package dev.fennel.testsupport;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the files in which carbon stores series, one file for each series. A file has a header, then the position of
 * the points of each archive, then the points, each of which is a time and a value. Numbers are in network byte order.
 */
final class WhisperFile {
    private static final int HEADER_BYTES = 16;
    private static final int POINT_BYTES = 12;
    private static final int TAGGED_FOLDERS = 3;

    private WhisperFile() {}

    /** The name of the series that is stored in a file. */
    static String series(Path file) {
        String name = file.toString().replaceFirst("\\.wsp$", "");
        if (!file.startsWith("_tagged")) {
            return name.replace('/', '.');
        }
        return name.split("/", TAGGED_FOLDERS + 1)[TAGGED_FOLDERS].replace("_DOT_", ".");
    }

    /** The values of the finest archive, by their times in seconds. Empty if carbon is still creating the file. */
    static Map<Long, Double> points(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        Map<Long, Double> points = new TreeMap<>();
        if (file.length < HEADER_BYTES + POINT_BYTES) {
            return points;
        }
        int offset = bytes.getInt(HEADER_BYTES);
        int count = bytes.getInt(HEADER_BYTES + 8);
        for (int i = 0; i < count && offset + POINT_BYTES <= file.length; i++, offset += POINT_BYTES) {
            long seconds = Integer.toUnsignedLong(bytes.getInt(offset));
            if (seconds != 0) {
                points.put(seconds, bytes.getDouble(offset + 4));
            }
        }
        return points;
    }
}
