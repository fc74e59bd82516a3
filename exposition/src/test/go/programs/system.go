package main

import (
	"fmt"
	"io"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// writers write families as each format: they return what went wrong.
var writers = []func(io.Writer, []*dto.MetricFamily) string{
	writer(expfmt.FmtText), writer(expfmt.FmtOpenMetrics), writer(expfmt.FmtProtoDelim),
}

func writer(format expfmt.Format) func(io.Writer, []*dto.MetricFamily) string {
	return func(out io.Writer, families []*dto.MetricFamily) (errors string) {
		encoder := expfmt.NewEncoder(out, format)
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

// setUnit does nothing: this version knows no units.
func setUnit(*dto.MetricFamily, string) {}

// nativeExemplars returns none: this version has them in classic buckets only.
func nativeExemplars(*dto.Metric) []*dto.Exemplar {
	return nil
}

// newConstant makes a const metric, without a created timestamp, which this version does not know.
func newConstant(desc *prometheus.Desc, st statement) (prometheus.Metric, error) {
	switch st.Kind {
	case "histogram":
		return prometheus.NewConstHistogram(desc, st.Count, float64(st.Sum), bounds(st.Buckets), st.LabelValues...)
	case "native":
		return nil, fmt.Errorf("this version has no const native histograms")
	case "summary":
		return prometheus.NewConstSummary(desc, st.Count, float64(st.Sum), quantiles(st.Quantiles), st.LabelValues...)
	}
	return prometheus.NewConstMetric(desc, scalars[st.Kind], float64(st.Value), st.LabelValues...)
}
