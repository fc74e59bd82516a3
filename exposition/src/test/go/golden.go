// Command golden writes what client_golang prints for a fixed set of metrics, one file for each group and format, into
// the directory given as its argument. GoldenTest makes the same metrics with Fennel and expects the same bytes.
//
// Units, created timestamps and names in UTF-8 are missing: client_golang 1.14 does not know them, and this has to build
// with it as well as with the newest. Exemplars have one label, since client_golang writes several in the random order
// of a map.
//
// Run it with check-goldens.
package main

import (
	"log"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// formats are those that each group is written in, by the extension of the file.
var formats = map[string]expfmt.Format{
	"txt": expfmt.FmtText,
	"om":  expfmt.OpenMetricsType + "; version=0.0.1; charset=utf-8", // which has a constant only in older versions
	"pb":  expfmt.FmtProtoDelim,
}

// metrics is a collector of fixed metrics. It describes nothing, so that the registry lets it collect anything.
type metrics []prometheus.Metric

func (metrics) Describe(chan<- *prometheus.Desc) {}

func (m metrics) Collect(out chan<- prometheus.Metric) {
	for _, metric := range m {
		out <- metric
	}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: golden DIRECTORY")
	}
	groups := map[string][]prometheus.Collector{
		"counters":   counters(),
		"gauges":     gauges(),
		"untyped":    untyped(),
		"histograms": histograms(),
		"summaries":  summaries(),
		"exemplars":  exemplars(),
		"native":     native(),
		"sparse":     sparse(),
	}
	for name, group := range groups {
		registry := prometheus.NewRegistry()
		registry.MustRegister(group...)
		families, err := registry.Gather()
		if err != nil {
			log.Fatal(err)
		}
		for _, family := range families {
			for _, metric := range family.Metric {
				clearCreated(metric.Histogram)
				clearCreated(metric.Summary)
			}
		}
		for extension, format := range formats {
			if err := write(filepath.Join(os.Args[1], name+"."+extension), format, families); err != nil {
				log.Fatal(err)
			}
		}
	}
}

func write(path string, format expfmt.Format, families []*dto.MetricFamily) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := expfmt.NewEncoder(file, format)
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			return err
		}
	}
	if err := encoder.(expfmt.Closer).Close(); err != nil {
		return err
	}
	return file.Close()
}

// clearCreated takes the time of this run out of a value, where client_golang is new enough to have one.
func clearCreated(value any) {
	if pointer := reflect.ValueOf(value); !pointer.IsNil() {
		if created := pointer.Elem().FieldByName("CreatedTimestamp"); created.IsValid() {
			created.Set(reflect.Zero(created.Type()))
		}
	}
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

func at(millis int64, metric prometheus.Metric) prometheus.Metric {
	return prometheus.NewMetricWithTimestamp(time.UnixMilli(millis), metric)
}

func counter(d *prometheus.Desc, value float64, labelValues ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, labelValues...)
}

func gauge(d *prometheus.Desc, value float64, labelValues ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labelValues...)
}

func counters() []prometheus.Collector {
	europe := prometheus.NewDesc("requests_total", "Requests.", []string{"method", "code"}, prometheus.Labels{"zone": "eu"})
	america := prometheus.NewDesc("requests_total", "Requests.", []string{"method", "code"}, prometheus.Labels{"zone": "us"})
	values := desc("values_total", "Label values.", "value")
	large := desc("large_total", "Large values.", "n")
	return []prometheus.Collector{
		metrics{
			counter(europe, 1, "GET", "200"),
			counter(europe, 1234567, "GET", "500"),
			counter(europe, 0.5, "POST", "200"),
			counter(america, 999999, "GET", "200"),

			counter(values, 1, ""),
			counter(values, 2, "back\\slash"),
			counter(values, 3, "\"quoted\""),
			counter(values, 4, "two\nlines"),
			counter(values, 5, "tab\tand\rreturn"),
			counter(values, 6, "日本語 ünïcödé"),
			counter(values, 7, "\U0001F525"),
			counter(values, 8, "\uFFFD"),
			counter(values, 9, "{a=\"b\",} 1"),

			counter(large, 999999, "1"),
			counter(large, 1000000, "2"),
			counter(large, 9007199254740991, "3"),
			counter(large, 9007199254740994, "4"),
			counter(large, 1e21, "5"),
			counter(large, 1e23, "6"),
			counter(large, math.MaxFloat64, "7"),

			counter(desc("plain_total", ""), 42),
			counter(desc("escaped_total", "Back\\slash, \"quotes\",\nand ünïcödé \U0001F525."), 1),
			counter(prometheus.NewDesc("ordered_total", "Label order.", []string{"zz", "aa"}, prometheus.Labels{"mm": "2"}), 1, "3", "1"),
			counter(desc("a:rule:total", "Colons."), 1),
		},
		prometheus.NewCounterVec(prometheus.CounterOpts{Name: "empty_total", Help: "No series."}, []string{"label"}),
	}
}

func gauges() []prometheus.Collector {
	values := desc("values", "Values.", "n")
	times := desc("times", "Timestamps.", "n")
	return []prometheus.Collector{metrics{
		gauge(values, 0, "01"),
		gauge(values, math.Copysign(0, -1), "02"),
		gauge(values, 1, "03"),
		gauge(values, -1, "04"),
		gauge(values, math.NaN(), "05"),
		gauge(values, math.Inf(1), "06"),
		gauge(values, math.Inf(-1), "07"),
		gauge(values, 0.1, "08"),
		gauge(values, -0.0001, "09"),
		gauge(values, 0.00001, "10"),
		gauge(values, 123456.7, "11"),
		gauge(values, -1234567.8, "12"),
		gauge(values, 5e-324, "13"),
		gauge(values, 1.0/3, "14"),
		gauge(values, -1e100, "15"),
		gauge(values, 20, "16"),

		at(1700000000123, gauge(times, 1, "1")),
		at(0, gauge(times, 2, "2")),
		at(-1, gauge(times, 3, "3")),
		gauge(times, 4, "none"),
	}}
}

func untyped() []prometheus.Collector {
	return []prometheus.Collector{
		metrics{prometheus.MustNewConstMetric(desc("mirrored", "Mirrored.", "host"), prometheus.UntypedValue, 7.25, "a")},
		prometheus.NewUntypedFunc(prometheus.UntypedOpts{Name: "function", Help: "A function."}, func() float64 { return -3 }),
	}
}

func histograms() []prometheus.Collector {
	labelled := desc("labelled", "Labels before and after le.", "a", "zone")
	times := desc("times", "Timestamps.")
	observed := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "observed", Help: "Default buckets."})
	for _, value := range []float64{0.003, 0.005, 0.3, 12, -1} {
		observed.Observe(value)
	}
	odd := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "odd_buckets", Help: "Other buckets.", Buckets: []float64{-1.5, 0, 1e-7, 1e6, 123456789, math.Inf(1)},
	})
	odd.Observe(5)
	odd.Observe(math.NaN())
	return []prometheus.Collector{
		observed,
		odd,
		prometheus.NewHistogram(prometheus.HistogramOpts{Name: "empty", Help: "No observations."}),
		prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "no_series", Help: "No series."}, []string{"label"}),
		metrics{
			prometheus.MustNewConstHistogram(labelled, 1234567, 1e9, map[float64]uint64{0.5: 3, 1: 1234567}, "x", "eu"),
			prometheus.MustNewConstHistogram(labelled, 1<<53+1, -0.25, map[float64]uint64{2.5: 0}, "x", "us"),
			prometheus.MustNewConstHistogram(desc("no_buckets", "Only +Inf."), 3, 4.5, nil),
			at(1700000000123, prometheus.MustNewConstHistogram(times, 1, 2, map[float64]uint64{1: 0})),
		},
	}
}

func summaries() []prometheus.Collector {
	labelled := desc("labelled", "Labels before and after quantile.", "a", "zone")
	times := desc("times", "Timestamps.")
	objectives := map[float64]float64{0.5: 0.05, 0.9: 0.01, 0.99: 0.001}
	counted := prometheus.NewSummary(prometheus.SummaryOpts{Name: "counted", Help: "No objectives."})
	counted.Observe(1.5)
	counted.Observe(2)
	return []prometheus.Collector{
		counted,
		prometheus.NewSummary(prometheus.SummaryOpts{Name: "empty", Help: "No observations.", Objectives: objectives}),
		metrics{
			prometheus.MustNewConstSummary(labelled, 1234567, 1e9, map[float64]float64{0: -1, 0.5: 0.25, 0.999: 12, 1: 1e6}, "x", "eu"),
			prometheus.MustNewConstSummary(labelled, 0, 0, map[float64]float64{0.5: math.NaN()}, "x", "us"),
			at(1700000000123, prometheus.MustNewConstSummary(times, 1, 2, map[float64]float64{0.5: 2})),
		},
	}
}

func exemplar(label, labelValue string, value float64, nanos int64) prometheus.Exemplar {
	return prometheus.Exemplar{
		Value: value, Labels: prometheus.Labels{label: labelValue}, Timestamp: time.Unix(1700000000, nanos),
	}
}

func exemplars() []prometheus.Collector {
	buckets := map[float64]uint64{-1: 1, 0.5: 2, 1: 4, 1e6: 4}
	timed := desc("timed_total", "Timestamp and exemplar.")
	return []prometheus.Collector{metrics{
		prometheus.MustNewMetricWithExemplars(counter(desc("jobs_total", "Jobs.", "kind"), 3, "a"),
			exemplar("trace_id", "first", 1, 0), exemplar("trace_id", "last", 0.1, 123456789)),
		prometheus.MustNewMetricWithExemplars(counter(desc("quoted_total", "Characters to escape."), 3),
			exemplar("trace_id", "\"quoted\\\n\"", 2, 999999999)),
		at(1700000000123, prometheus.MustNewMetricWithExemplars(counter(timed, 1e6), exemplar("trace_id", "ü", 1e6, 1000))),
		prometheus.MustNewMetricWithExemplars(
			prometheus.MustNewConstHistogram(desc("latency_seconds", "Latency.", "path"), 5, 7.5, buckets, "/"),
			exemplar("span", "negative", -2, 0), exemplar("span", "on a bound", 0.5, 0),
			exemplar("span", "replaced", 0.75, 0), exemplar("span", "in a bucket", 0.75, 500000000),
			exemplar("span", "beyond", 1e7, 1)),
	}}
}

func native() []prometheus.Collector {
	only := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "native_only", Help: "Classic view.", NativeHistogramBucketFactor: 1.1,
	})
	both := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "both", Help: "Both kinds of buckets.", NativeHistogramBucketFactor: 1.1, Buckets: []float64{1, 2},
	})
	marked := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "marked", Help: "With an exemplar.", NativeHistogramBucketFactor: 2,
	})
	for _, value := range []float64{0, 1.5, -3, 1e6, 1e-9} {
		only.Observe(value)
		both.Observe(value)
	}
	marked.Observe(2)
	return []prometheus.Collector{
		only,
		both,
		metrics{prometheus.MustNewMetricWithExemplars(marked, exemplar("trace_id", "a", 2, 0))},
		prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "empty", Help: "No observations.", NativeHistogramBucketFactor: 1.1,
		}),
	}
}

// sparse has native histograms only, with observations as GoldenSparse makes them.
func sparse() []prometheus.Collector {
	observed := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "observed", Help: "One schema.", NativeHistogramBucketFactor: 1.1,
	}, []string{"shape"})
	for i := 0; i < 100; i++ {
		value := float64(i*i) * 0.37
		observed.WithLabelValues("positive").Observe(value + 0.01)
		observed.WithLabelValues("negative").Observe(-value - 0.01)
		observed.WithLabelValues("both").Observe(value * float64(i%3-1))
	}
	for _, value := range []float64{1, 1.05, 1.3, 1.6, 2.5, 1e-300, 1e300} {
		observed.WithLabelValues("gaps").Observe(value)
	}
	for _, value := range []float64{0, math.Copysign(0, -1), 1e-39, -1e-39} {
		observed.WithLabelValues("zero").Observe(value)
	}
	observed.WithLabelValues("untouched")
	return []prometheus.Collector{
		observed,
		factor("schema_minus_4", 65536), factor("schema_minus_3", 256), factor("schema_minus_2", 16),
		factor("schema_minus_1", 4), factor("schema_0", 2), factor("schema_2", 1.2), factor("schema_8", 1.0001),
		limited("coarser", 0, 0.001, 0),
		limited("wider_zero", 0, 0.001, 1),
		limited("no_zero_threshold", prometheus.NativeHistogramZeroThresholdZero, -3, 0),
	}
}

// factor observes nothing between -1 and 1: for schemas below zero, client_golang 1.14 put that into other buckets than
// later versions and the definition do.
func factor(name string, bucketFactor float64) prometheus.Collector {
	histogram := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: name, Help: "One of the schemas.", NativeHistogramBucketFactor: bucketFactor,
	})
	for i := 0; i < 40; i++ {
		histogram.Observe(math.Ldexp(1.1, i) * float64(1-2*(i&1)))
	}
	return histogram
}

// limited widens its zero bucket or its buckets while it is observed.
func limited(name string, zeroThreshold, first, maxZeroThreshold float64) prometheus.Collector {
	histogram := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: name, Help: "At most ten buckets.", NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 10,
		NativeHistogramZeroThreshold: zeroThreshold, NativeHistogramMaxZeroThreshold: maxZeroThreshold,
	})
	for i := 0; i < 60; i++ {
		histogram.Observe(first * math.Ldexp(1, i/4) * float64(1+i%4))
	}
	return histogram
}
