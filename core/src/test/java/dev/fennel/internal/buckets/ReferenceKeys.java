package dev.fennel.internal.buckets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** The bounds and keys of native buckets as client_golang has them. */
final class ReferenceKeys {
    /** For each schema from 0, the bounds from 0.5 to 1. */
    private static final double[][] BOUNDS = read();

    private ReferenceKeys() {}

    private static double[][] read() {
        double[][] bounds = new double[9][];
        for (int schema = 0; schema < bounds.length; schema++) {
            bounds[schema] = new double[1 << schema];
        }
        try (InputStream in = ReferenceKeys.class.getResourceAsStream("/golden/native-bounds.tsv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().map(line -> line.split("\t")).forEach(row -> {
                double bound = Double.longBitsToDouble(Long.parseUnsignedLong(row[2], 16));
                bounds[Integer.parseInt(row[0])][Integer.parseInt(row[1])] = bound;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bounds;
    }

    /** The bounds from 0.5 to 1 of a schema that is not negative. */
    static double[] bounds(int schema) {
        return BOUNDS[schema].clone();
    }

    /** The key of a magnitude that is finite. */
    static int key(double magnitude, int schema) {
        if (schema < 0) {
            return -Math.floorDiv(-key(magnitude, 0), 1 << -schema);
        }
        boolean subnormal = magnitude < Double.MIN_NORMAL;
        double normal = subnormal ? magnitude * 0x1p54 : magnitude;
        int octave = Math.getExponent(normal);
        int at = Arrays.binarySearch(BOUNDS[schema], Math.scalb(normal, -octave - 1));
        return ((subnormal ? octave - 54 : octave) << schema) + (at >= 0 ? at : -1 - at);
    }
}
