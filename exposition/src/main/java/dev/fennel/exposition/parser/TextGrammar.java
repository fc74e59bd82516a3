package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Metric;
import java.util.List;

/** The lines of the text format 0.0.4, which allows blanks and tabs between all tokens. */
final class TextGrammar extends LineGrammar {
    TextGrammar(TextCursor in) {
        super(in);
    }

    @Override
    void readOptionalBlanks() {
        in.skipBlanks();
    }

    @Override
    void readBlanks() {
        in.skipBlanks();
    }

    @Override
    boolean hasLooseBraces() {
        return true;
    }

    @Override
    boolean hasUnknownEscapes() {
        return false;
    }

    @Override
    SampleLine readAfterValue(Token name, List<LabelToken> labels, Token value, double number) {
        long timestampMillis = Metric.NO_TIMESTAMP;
        in.skipBlanks();
        if (!in.atLineEnd()) {
            timestampMillis = NumberGrammar.millis(in.takeWord(), in);
            in.skipBlanks();
        }
        return new SampleLine(name, labels, value, number, timestampMillis, null);
    }
}
