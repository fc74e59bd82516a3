package dev.fennel.exposition;

/** How a format writes the label pairs of a series. */
interface LabelSyntax {
    /**
     * The pairs of the text formats: <code>{a="b",c="d"</code>, without the closing brace because {@code le} or
     * {@code quantile} may follow.
     */
    LabelSyntax TEXT = (index, name, value, out) -> {
        out.put(index == 0 ? '{' : ',');
        out.putAscii(name);
        out.put('=');
        out.put('"');
        TextEscapes.putQuoted(value, out);
        out.put('"');
    };

    /** Appends a pair, which comes at some place among the pairs of its series; its name is escaped already. */
    void put(int index, String name, String value, ByteBuf out);
}
