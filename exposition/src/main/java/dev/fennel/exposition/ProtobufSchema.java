package dev.fennel.exposition;

/** The field numbers of {@code io.prometheus.client.MetricFamily}, message by message, as far as they are written. */
final class ProtobufSchema {
    static final int FAMILY_NAME = 1;
    static final int FAMILY_HELP = 2;
    static final int FAMILY_TYPE = 3;
    static final int FAMILY_METRIC = 4;
    static final int FAMILY_UNIT = 5;

    static final int METRIC_GAUGE = 2;
    static final int METRIC_COUNTER = 3;
    static final int METRIC_SUMMARY = 4;
    static final int METRIC_UNTYPED = 5;
    static final int METRIC_TIMESTAMP_MILLIS = 6;
    static final int METRIC_HISTOGRAM = 7;

    /** Of a metric and of an exemplar. */
    static final int LABEL = 1;

    static final int LABEL_NAME = 1;
    static final int LABEL_VALUE = 2;

    /** Of a gauge and of an untyped value. */
    static final int VALUE = 1;

    static final int COUNTER_VALUE = 1;
    static final int COUNTER_EXEMPLAR = 2;
    static final int COUNTER_CREATED = 3;

    static final int SUMMARY_COUNT = 1;
    static final int SUMMARY_SUM = 2;
    static final int SUMMARY_QUANTILE = 3;
    static final int SUMMARY_CREATED = 4;

    static final int QUANTILE_RANK = 1;
    static final int QUANTILE_VALUE = 2;

    static final int HISTOGRAM_COUNT = 1;
    static final int HISTOGRAM_SUM = 2;
    static final int HISTOGRAM_BUCKET = 3;
    static final int HISTOGRAM_SCHEMA = 5;
    static final int HISTOGRAM_ZERO_THRESHOLD = 6;
    static final int HISTOGRAM_ZERO_COUNT = 7;
    static final int HISTOGRAM_NEGATIVE_SPAN = 9;
    static final int HISTOGRAM_NEGATIVE_DELTA = 10;
    static final int HISTOGRAM_POSITIVE_SPAN = 12;
    static final int HISTOGRAM_POSITIVE_DELTA = 13;
    static final int HISTOGRAM_CREATED = 15;
    static final int HISTOGRAM_EXEMPLAR = 16;

    static final int BUCKET_CUMULATIVE_COUNT = 1;
    static final int BUCKET_UPPER_BOUND = 2;
    static final int BUCKET_EXEMPLAR = 3;

    static final int SPAN_OFFSET = 1;
    static final int SPAN_LENGTH = 2;

    static final int EXEMPLAR_VALUE = 2;
    static final int EXEMPLAR_TIMESTAMP = 3;

    /** Of {@code google.protobuf.Timestamp}. */
    static final int TIMESTAMP_SECONDS = 1;

    static final int TIMESTAMP_NANOS = 2;

    private ProtobufSchema() {}
}
