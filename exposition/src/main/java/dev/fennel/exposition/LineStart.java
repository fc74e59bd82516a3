package dev.fennel.exposition;

/**
 * The first bytes of all lines of one sample name: the name, and what opens the labels. A name that is not a legacy one
 * stands in quotes inside the braces, so that the line has braces even without labels.
 */
final class LineStart {
    /** Up to and including the brace or comma before the first label. */
    private final ByteBuf bytes = new ByteBuf(64);

    private boolean quoted;

    /** Takes the name of the next lines. */
    void set(String name, String suffix) {
        quoted = !LegacyNames.isMetricName(name);
        bytes.end(0);
        if (quoted) {
            bytes.put('{');
        }
        putName(name, suffix, quoted, bytes);
        bytes.put(quoted ? ',' : '{');
    }

    /** Appends a name as it stands in other lines than those of samples. */
    static void putName(String name, ByteBuf out) {
        putName(name, "", !LegacyNames.isMetricName(name), out);
    }

    private static void putName(String name, String suffix, boolean quoted, ByteBuf out) {
        if (quoted) {
            out.put('"');
            TextEscapes.putQuoted(name, out);
            out.putAscii(suffix);
            out.put('"');
        } else {
            out.putAscii(name);
            out.putAscii(suffix);
        }
    }

    /** Begins a line whose labels follow, of which there is at least one. */
    void put(ByteBuf out) {
        out.put(bytes);
    }

    /** Begins a line without labels, up to its value. */
    void putWithoutLabels(ByteBuf out) {
        out.put(bytes.array(), 0, bytes.size() - 1);
        if (quoted) {
            out.put('}');
        }
        out.put(' ');
    }
}
