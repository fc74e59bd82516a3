package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.LegacyNames;
import java.util.Objects;

/**
 * How a format writes metric and label names that the legacy rules of Prometheus do not allow. A reader asks for a
 * scheme with the parameter {@code escaping} of its {@code Accept} header. (Label values are not escaped by a scheme:
 * how they are written depends on the format alone.)
 *
 * <p>The legacy rules allow metric names of the pattern {@code [a-zA-Z_:][a-zA-Z0-9_:]*} and label names of
 * {@code [a-zA-Z_][a-zA-Z0-9_]*}. Such a name is legal: every scheme leaves it as it is and returns the same object.
 * Other names are escaped by the rules of Prometheus, with one exception: client_golang applies the pattern for metric
 * names to label names too, and so leaves a colon in a label name, where none is allowed.
 *
 * <p>Two names may become the same. {@link Format} documents what encoders do then.
 */
public enum EscapingScheme {
    /** Leaves names as they are, in quotes where the format needs them: for readers that understand UTF-8 names. */
    ALLOW_UTF_8("allow-utf-8"),

    /** Writes {@code _} for each code point that is not legal where it stands. */
    UNDERSCORES("underscores"),

    /**
     * Writes {@code _dot_} for a dot, and {@code __} for an underscore and for each other code point that is not legal
     * where it stands. Names of letters, digits, dots and underscores can be decoded again.
     */
    DOTS("dots"),

    /**
     * Starts with {@code U__}, doubles underscores, and writes each code point that is not legal where it stands in
     * hexadecimal between underscores, as in {@code U__http_2e_requests}. All names can be decoded again. An unpaired
     * surrogate counts as U+FFFD.
     */
    VALUES("values");

    private final String parameter;

    EscapingScheme(String parameter) {
        this.parameter = parameter;
    }

    /**
     * A metric name as this scheme writes it.
     *
     * @param name any name
     * @return the same object if the name is legal, or this is {@link #ALLOW_UTF_8}
     */
    public String metricName(String name) {
        Objects.requireNonNull(name, "name");
        return name.isEmpty() || LegacyNames.isMetricName(name) ? name : escape(name, true);
    }

    /**
     * A label name as this scheme writes it.
     *
     * @param name any name
     * @return the same object if the name is legal, or this is {@link #ALLOW_UTF_8}
     */
    public String labelName(String name) {
        Objects.requireNonNull(name, "name");
        return name.isEmpty() || LegacyNames.isLabelName(name) ? name : escape(name, false);
    }

    /** Writes a name that is not legal. */
    private String escape(String name, boolean colons) {
        if (this == ALLOW_UTF_8) {
            return name;
        }
        StringBuilder escaped = new StringBuilder(2 * name.length());
        if (this == VALUES) {
            escaped.append("U__");
        }
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int codePoint = name.codePointAt(i);
            if (!LegacyNames.isLegal(codePoint, i, colons)) {
                escapeIllegal(codePoint, escaped);
            } else if (codePoint == '_' && this != UNDERSCORES) {
                escaped.append("__");
            } else {
                escaped.append((char) codePoint);
            }
        }
        return escaped.toString();
    }

    /** Writes a code point that is not legal where it stands. */
    private void escapeIllegal(int codePoint, StringBuilder out) {
        switch (this) {
            case UNDERSCORES -> out.append('_');
            case DOTS -> out.append(codePoint == '.' ? "_dot_" : "__");
            case VALUES ->
                out.append('_')
                        .append(Integer.toHexString(ByteBuf.encodable(codePoint)))
                        .append('_');
            case ALLOW_UTF_8 -> throw new IllegalStateException("scheme " + this + " leaves names as they are");
        }
    }

    /**
     * The value of the parameter {@code escaping} that stands for this scheme in a content type.
     *
     * @return {@code allow-utf-8}, {@code underscores}, {@code dots} or {@code values}
     */
    @Override
    public String toString() {
        return parameter;
    }
}
