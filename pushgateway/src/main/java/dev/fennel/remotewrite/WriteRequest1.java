package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.model.MetricFamily;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes messages {@code prometheus.WriteRequest} of <a
 * href="https://prometheus.io/docs/specs/prw/remote_write_spec/">version 1.0</a>, in which each series has its labels
 * as they are, and the metadata of families are beside the series.
 */
final class WriteRequest1 extends WriteRequest {
    private static final int SERIES = 1;
    private static final int METADATA = 3;

    /** Of a series and of an exemplar. */
    private static final int LABEL = 1;

    private static final int LABEL_NAME = 1;
    private static final int LABEL_VALUE = 2;
    private static final int SERIES_EXEMPLAR = 3;
    private static final int SERIES_HISTOGRAM = 4;
    private static final int METADATA_TYPE = 1;
    private static final int METADATA_NAME = 2;
    private static final int METADATA_HELP = 4;
    private static final int METADATA_UNIT = 5;

    /** By their names, the families of the present request. */
    private final Map<String, MetricFamily> families = new LinkedHashMap<>();

    /** How long their names, helps and units are together. */
    private int textSize;

    WriteRequest1() {
        super(SERIES, SERIES_HISTOGRAM, SERIES_EXEMPLAR);
    }

    @Override
    int beginLabels() {
        return 0; // each label is a field of its own
    }

    @Override
    void endLabels(int start) {
        // Nothing has begun.
    }

    @Override
    void putLabel(String name, String value) {
        int start = out.begin(LABEL);
        out.putString(LABEL_NAME, name);
        out.putString(LABEL_VALUE, value);
        out.end(start);
    }

    @Override
    void putMetadata(MetricFamily family, String name) {
        // A family that has ended comes after the one that has its name now.
        if (families.putIfAbsent(name, family) == null) {
            textSize += name.length() + family.help().length() + family.unit().length();
        }
    }

    @Override
    void putCreated(long millis) {
        // This version does not have it.
    }

    @Override
    boolean hasStart() {
        return false;
    }

    @Override
    int sizeBeside() {
        return textSize;
    }

    @Override
    ByteBuf whole() {
        families.forEach((name, family) -> {
            int start = out.begin(METADATA);
            out.putVarint(METADATA_TYPE, typeNumber(family.type()));
            out.putString(METADATA_NAME, name);
            out.putString(METADATA_HELP, family.help());
            out.putString(METADATA_UNIT, family.unit());
            out.end(start);
        });
        return body;
    }

    @Override
    void clear() {
        families.clear();
        textSize = 0;
    }
}
