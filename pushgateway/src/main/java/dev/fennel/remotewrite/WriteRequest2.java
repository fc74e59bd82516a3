package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.MetricFamily;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes messages {@code io.prometheus.write.v2.Request} of <a
 * href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">version 2.0</a>, in which each string is written
 * once and then referred to by its number, and each series has the metadata of its family.
 *
 * <p>The time when counting began was moved from the series to the samples while the version was a release candidate.
 * It is written in both places, as a receiver passes over what it does not know.
 */
final class WriteRequest2 extends WriteRequest {
    private static final int SYMBOL = 4;
    private static final int SERIES = 5;

    /** Of a series and of an exemplar. */
    private static final int LABELS_REFS = 1;

    private static final int SERIES_HISTOGRAM = 3;
    private static final int SERIES_EXEMPLAR = 4;
    private static final int SERIES_METADATA = 5;
    private static final int SERIES_CREATED = 6;
    private static final int METADATA_TYPE = 1;
    private static final int METADATA_HELP = 3;
    private static final int METADATA_UNIT = 4;

    /** The strings of the present request, with their numbers. */
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The same strings as they are written. */
    private final ByteBuf symbols = new ByteBuf(1 << 14);

    private final ProtobufWriter symbolsOut = new ProtobufWriter(symbols);

    WriteRequest2() {
        super(SERIES, SERIES_HISTOGRAM, SERIES_EXEMPLAR);
        clear();
    }

    /** The number of a string. */
    private int symbol(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(text, number);
        symbolsOut.putString(SYMBOL, text);
        return number;
    }

    @Override
    int beginLabels() {
        return out.begin(LABELS_REFS);
    }

    @Override
    void putLabel(String name, String value) {
        out.putPacked(symbol(name));
        out.putPacked(symbol(value));
    }

    @Override
    void endLabels(int start) {
        out.end(start);
    }

    @Override
    void putMetadata(MetricFamily family, String name) {
        int start = out.begin(SERIES_METADATA);
        out.putVarint(METADATA_TYPE, typeNumber(family.type()));
        out.putVarint(METADATA_HELP, symbol(family.help()));
        out.putVarint(METADATA_UNIT, symbol(family.unit()));
        out.end(start);
    }

    @Override
    void putCreated(long millis) {
        out.putVarint(SERIES_CREATED, millis);
    }

    @Override
    boolean hasStart() {
        return true;
    }

    @Override
    int sizeBeside() {
        return symbols.size();
    }

    /** Symbols come first, as some receivers read a request only once. */
    @Override
    ByteBuf whole() {
        symbols.put(body);
        return symbols;
    }

    @Override
    void clear() {
        numbers.clear();
        symbols.end(0);
        symbol(""); // the first one by definition
    }
}
