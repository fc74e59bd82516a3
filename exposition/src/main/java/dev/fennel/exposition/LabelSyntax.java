package dev.fennel.exposition;

/** How a format writes the label pairs of a series. */
interface LabelSyntax {
    /**
     * The pairs of the text formats: {@code a="b","c.d"="e"}, without braces because the metric name may stand before
     * them inside the braces, and {@code le} or {@code quantile} behind.
     */
    LabelSyntax TEXT = (index, name, value, out) -> {
        if (index > 0) {
            out.put(',');
        }
        if (LegacyNames.isLabelName(name)) {
            out.putAscii(name);
        } else {
            out.put('"');
            TextEscapes.putQuoted(name, out);
            out.put('"');
        }
        out.put('=');
        out.put('"');
        TextEscapes.putQuoted(value, out);
        out.put('"');
    };

    /** Appends a pair, which comes at some place among the pairs of its series; its name is escaped already. */
    void put(int index, String name, String value, ByteBuf out);
}
