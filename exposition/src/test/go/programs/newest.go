package main

import (
	"io"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// writers write families as each format, under each escaping scheme: they return what went wrong.
var writers = newWriters()

func newWriters() (writers []func(io.Writer, []*dto.MetricFamily) string) {
	schemes := []model.EscapingScheme{
		model.NoEscaping, model.UnderscoreEscaping, model.DotsEscaping, model.ValueEncodingEscaping,
	}
	for _, scheme := range schemes {
		text := expfmt.NewFormat(expfmt.TypeTextPlain).WithEscapingScheme(scheme)
		openMetrics := expfmt.NewFormat(expfmt.TypeOpenMetrics).WithEscapingScheme(scheme)
		protobuf := expfmt.NewFormat(expfmt.TypeProtoDelim).WithEscapingScheme(scheme)
		writers = append(writers,
			writer(text), writer(openMetrics), writer(openMetrics, expfmt.WithCreatedLines()), writer(protobuf))
	}
	return writers
}

func writer(format expfmt.Format, options ...expfmt.EncoderOption) func(io.Writer, []*dto.MetricFamily) string {
	return func(out io.Writer, families []*dto.MetricFamily) (errors string) {
		encoder := expfmt.NewEncoder(out, format, options...)
		for _, family := range families {
			if err := encoder.Encode(family); err != nil {
				errors += err.Error() + "\n"
			}
		}
		if err := encoder.(expfmt.Closer).Close(); err != nil {
			errors += err.Error() + "\n"
		}
		return errors
	}
}

func setUnit(family *dto.MetricFamily, unit string) {
	family.Unit = &unit
}

func nativeExemplars(metric *dto.Metric) []*dto.Exemplar {
	return metric.GetHistogram().GetExemplars()
}

func newConstant(desc *prometheus.Desc, st statement) (prometheus.Metric, error) {
	switch st.Kind {
	case "histogram":
		if st.Created == nil {
			return prometheus.NewConstHistogram(desc, st.Count, float64(st.Sum), bounds(st.Buckets), st.LabelValues...)
		}
		return prometheus.NewConstHistogramWithCreatedTimestamp(
			desc, st.Count, float64(st.Sum), bounds(st.Buckets), time.UnixMilli(*st.Created), st.LabelValues...)
	case "native":
		return prometheus.NewConstNativeHistogram(
			desc, st.Count, float64(st.Sum), keys(st.Positive), keys(st.Negative), st.ZeroCount, st.Schema,
			float64(st.ZeroThreshold), time.UnixMilli(*st.Created), st.LabelValues...)
	case "summary":
		if st.Created == nil {
			return prometheus.NewConstSummary(
				desc, st.Count, float64(st.Sum), quantiles(st.Quantiles), st.LabelValues...)
		}
		return prometheus.NewConstSummaryWithCreatedTimestamp(
			desc, st.Count, float64(st.Sum), quantiles(st.Quantiles), time.UnixMilli(*st.Created), st.LabelValues...)
	}
	if st.Created == nil {
		return prometheus.NewConstMetric(desc, scalars[st.Kind], float64(st.Value), st.LabelValues...)
	}
	return prometheus.NewConstMetricWithCreatedTimestamp(
		desc, scalars[st.Kind], float64(st.Value), time.UnixMilli(*st.Created), st.LabelValues...)
}

func keys(list []count) map[int]int64 {
	counts := map[int]int64{}
	for _, c := range list {
		counts[c.Key] = int64(c.Count)
	}
	return counts
}
