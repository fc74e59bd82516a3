package dev.fennel.exposition;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.MetricFamily;
import java.util.List;

/** Reads a text and writes it again, so that a test says in one line what was read. */
public enum Reading {
    TEXT(TextParser.text(), Format.TEXT),
    OPENMETRICS(TextParser.openMetrics(), Format.OPENMETRICS.withCreatedSamples());

    private final TextParser parser;
    private final Format format;

    Reading(TextParser parser, Format format) {
        this.parser = parser;
        this.format = format.withEscaping(EscapingScheme.ALLOW_UTF_8);
    }

    public TextParser parser() {
        return parser;
    }

    /** Writes families with all their names as they are. */
    public String write(List<MetricFamily> families) {
        Encoder encoder = format.newEncoder();
        String text = Families.encode(encoder, families);
        if (!encoder.errors().isEmpty()) {
            throw new AssertionError("cannot be written: " + encoder.errors());
        }
        return text;
    }

    public String again(String text) {
        return write(parser.parse(text));
    }
}
