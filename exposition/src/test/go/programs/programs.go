// Command programs runs small programs with client_golang, for the test RandomProgramsTest, which runs the same ones
// with Fennel and compares what is exposed.
//
// A program is one line of JSON: a list of statements. The answer to a program is, for each statement, a verdict, and
// for each gather also what it returned, as text, as OpenMetrics and as protobuf. An answer is preceded by its length
// in four bytes, and so is each string in it. An answer is complete before the next program is read.
//
// It is built from this file and one of the others: system.go for the client_golang 1.14 of Debian 12, and newest.go
// for 1.23 and later, which know more.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// number is a JSON string, since JSON has no NaN and no infinities.
type number float64

func (n *number) UnmarshalJSON(text []byte) error {
	value, err := strconv.ParseFloat(string(bytes.Trim(text, `"`)), 64)
	*n = number(value)
	return err
}

// count is the number of observations, either of a bucket or, with a key instead of a bound, of a native bucket.
type count struct {
	Bound number
	Key   int
	Count uint64
}

type quantile struct{ Rank, Value number }

type exemplar struct {
	Labels  prometheus.Labels
	Value   number
	Seconds int64
	Nanos   int64
}

// wrapping is what a registerer adds: a prefix if there are no labels.
type wrapping struct {
	Prefix string
	Labels prometheus.Labels
}

// statement has the fields of all statements. Those that a statement does not have are empty.
type statement struct {
	Statement string

	// What it is about: an instrument, a collector, or a registry.
	ID        int
	Registry  int
	Wrappings []wrapping

	// A Desc.
	Kind                  string
	Namespace, Subsystem  string
	Name, Help            string
	ConstLabels           prometheus.Labels
	LabelNames            []string
	IsVec                 bool
	Bounds                []number
	Factor, ZeroThreshold number
	MaxZeroThreshold      number
	MaxBuckets            uint32
	Objectives            []quantile

	// A value.
	LabelValues        []string
	Method             string
	Value              number
	Exemplar           prometheus.Labels
	Matching           prometheus.Labels
	Count              uint64
	Sum                number
	Buckets            []count
	Quantiles          []quantile
	Schema             int32
	ZeroCount          uint64
	Positive, Negative []count
	Timestamp, Created *int64
	Exemplars          []exemplar

	IsDescribed bool
	Registries  []int
}

// constants is a collector of const metrics.
type constants struct {
	metrics     []prometheus.Metric
	isDescribed bool
}

func (c *constants) Describe(out chan<- *prometheus.Desc) {
	if c.isDescribed {
		prometheus.DescribeByCollect(c, out)
	}
}

func (c *constants) Collect(out chan<- prometheus.Metric) {
	for _, metric := range c.metrics {
		out <- metric
	}
}

// state is what a program has made so far.
type state struct {
	registries  map[int]*prometheus.Registry
	instruments map[int]prometheus.Collector
	constants   map[int]*constants
	answer      bytes.Buffer
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		var program []statement
		if err := json.Unmarshal(line, &program); err != nil {
			log.Fatal(err)
		}
		run(program, out)
		if err := out.Flush(); err != nil {
			log.Fatal(err)
		}
	}
}

func run(program []statement, out io.Writer) {
	s := &state{
		registries:  map[int]*prometheus.Registry{},
		instruments: map[int]prometheus.Collector{},
		constants:   map[int]*constants{},
	}
	for _, statement := range program {
		s.put([]byte(s.verdict(statement)))
		if statement.Statement == "Gather" {
			s.gather(statement.Registries)
		}
	}
	putLength(out, s.answer.Len())
	if _, err := out.Write(s.answer.Bytes()); err != nil {
		log.Fatal(err)
	}
}

func putLength(out io.Writer, length int) {
	if err := binary.Write(out, binary.BigEndian, int32(length)); err != nil {
		log.Fatal(err)
	}
}

func (s *state) put(text []byte) {
	putLength(&s.answer, len(text))
	s.answer.Write(text)
}

// verdict executes a statement. What it refuses begins with "refused: ".
func (s *state) verdict(st statement) (verdict string) {
	defer func() {
		if thrown := recover(); thrown != nil {
			verdict = fmt.Sprintf("refused: %v", thrown)
		}
	}()
	result, err := s.execute(st)
	if err != nil {
		return "refused: " + err.Error()
	}
	return result
}

func (s *state) execute(st statement) (string, error) {
	switch st.Statement {
	case "Instrument":
		return s.instrument(st)
	case "Observe":
		return s.observe(st)
	case "Delete", "DeleteMatching", "Reset":
		return s.delete(st)
	case "Unregister":
		collector, ok := s.instruments[st.ID]
		if !ok {
			return "skipped", nil
		}
		return strconv.FormatBool(s.registerer(st).Unregister(collector)), nil
	case "Constant":
		metric, err := constant(st)
		if err != nil {
			return "", err
		}
		s.collector(st.ID).metrics = append(s.collector(st.ID).metrics, metric)
		return "ok", nil
	case "Clear":
		s.collector(st.ID).metrics = nil
		return "ok", nil
	case "Collect":
		s.collector(st.ID).isDescribed = st.IsDescribed
		return "ok", s.registerer(st).Register(s.collector(st.ID))
	case "Nest":
		return "ok", s.registerer(st).Register(s.registry(st.ID))
	case "Gather":
		return "ok", nil
	}
	return "", fmt.Errorf("unknown statement %q", st.Statement)
}

func (s *state) registry(id int) *prometheus.Registry {
	if s.registries[id] == nil {
		s.registries[id] = prometheus.NewRegistry()
	}
	return s.registries[id]
}

func (s *state) collector(id int) *constants {
	if s.constants[id] == nil {
		s.constants[id] = &constants{}
	}
	return s.constants[id]
}

func (s *state) registerer(st statement) prometheus.Registerer {
	var registerer prometheus.Registerer = s.registry(st.Registry)
	for _, wrapping := range st.Wrappings {
		if len(wrapping.Labels) > 0 {
			registerer = prometheus.WrapRegistererWith(wrapping.Labels, registerer)
		} else {
			registerer = prometheus.WrapRegistererWithPrefix(wrapping.Prefix, registerer)
		}
	}
	return registerer
}

func (s *state) instrument(st statement) (string, error) {
	instrument := newInstrument(st)
	if err := s.registerer(st).Register(instrument); err != nil {
		return "", err
	}
	s.instruments[st.ID] = instrument
	return "ok", nil
}

func newInstrument(st statement) prometheus.Collector {
	opts := prometheus.Opts{
		Namespace: st.Namespace, Subsystem: st.Subsystem, Name: st.Name, Help: st.Help, ConstLabels: st.ConstLabels,
	}
	function := func() float64 { return float64(st.Value) }
	switch st.Kind {
	case "counterFunc":
		return prometheus.NewCounterFunc(prometheus.CounterOpts(opts), function)
	case "gaugeFunc":
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts(opts), function)
	case "untypedFunc":
		return prometheus.NewUntypedFunc(prometheus.UntypedOpts(opts), function)
	case "counter":
		if st.IsVec {
			return prometheus.NewCounterVec(prometheus.CounterOpts(opts), st.LabelNames)
		}
		return prometheus.NewCounter(prometheus.CounterOpts(opts))
	case "gauge":
		if st.IsVec {
			return prometheus.NewGaugeVec(prometheus.GaugeOpts(opts), st.LabelNames)
		}
		return prometheus.NewGauge(prometheus.GaugeOpts(opts))
	case "histogram":
		if st.IsVec {
			return prometheus.NewHistogramVec(histogramOpts(st), st.LabelNames)
		}
		return prometheus.NewHistogram(histogramOpts(st))
	case "summary":
		if st.IsVec {
			return prometheus.NewSummaryVec(summaryOpts(st), st.LabelNames)
		}
		return prometheus.NewSummary(summaryOpts(st))
	}
	panic(fmt.Sprintf("unknown kind %q", st.Kind))
}

func histogramOpts(st statement) prometheus.HistogramOpts {
	opts := prometheus.HistogramOpts{
		Namespace: st.Namespace, Subsystem: st.Subsystem, Name: st.Name, Help: st.Help, ConstLabels: st.ConstLabels,
		NativeHistogramBucketFactor:     float64(st.Factor),
		NativeHistogramZeroThreshold:    float64(st.ZeroThreshold),
		NativeHistogramMaxZeroThreshold: float64(st.MaxZeroThreshold),
		NativeHistogramMaxBucketNumber:  st.MaxBuckets,
	}
	for _, bound := range st.Bounds {
		opts.Buckets = append(opts.Buckets, float64(bound))
	}
	return opts
}

func summaryOpts(st statement) prometheus.SummaryOpts {
	return prometheus.SummaryOpts{
		Namespace: st.Namespace, Subsystem: st.Subsystem, Name: st.Name, Help: st.Help, ConstLabels: st.ConstLabels,
		Objectives: quantiles(st.Objectives),
	}
}

func quantiles(list []quantile) map[float64]float64 {
	values := map[float64]float64{}
	for _, q := range list {
		values[float64(q.Rank)] = float64(q.Value)
	}
	return values
}

func (s *state) observe(st statement) (string, error) {
	instrument, ok := s.instruments[st.ID]
	if !ok {
		return "skipped", nil
	}
	switch i := instrument.(type) {
	case *prometheus.CounterVec:
		counter, err := i.GetMetricWithLabelValues(st.LabelValues...)
		if err != nil {
			return "", err
		}
		return count1(st, counter)
	case *prometheus.GaugeVec:
		gauge, err := i.GetMetricWithLabelValues(st.LabelValues...)
		if err != nil {
			return "", err
		}
		return gauge1(st, gauge)
	case *prometheus.HistogramVec:
		observer, err := i.GetMetricWithLabelValues(st.LabelValues...)
		if err != nil {
			return "", err
		}
		return observe1(st, observer)
	case *prometheus.SummaryVec:
		observer, err := i.GetMetricWithLabelValues(st.LabelValues...)
		if err != nil {
			return "", err
		}
		return observe1(st, observer)
	case prometheus.Observer:
		return observe1(st, i)
	case prometheus.Gauge: // has the methods of a counter, too
		return gauge1(st, i)
	case prometheus.Counter:
		return count1(st, i)
	}
	return "", fmt.Errorf("cannot observe a %T", instrument)
}

func count1(st statement, counter prometheus.Counter) (string, error) {
	switch {
	case st.Method == "touch":
	case st.Exemplar != nil:
		counter.(prometheus.ExemplarAdder).AddWithExemplar(float64(st.Value), st.Exemplar)
	case st.Method == "inc":
		counter.Inc()
	default:
		counter.Add(float64(st.Value))
	}
	return "ok", nil
}

func gauge1(st statement, gauge prometheus.Gauge) (string, error) {
	switch st.Method {
	case "touch":
	case "inc":
		gauge.Inc()
	case "dec":
		gauge.Dec()
	case "sub":
		gauge.Sub(float64(st.Value))
	case "add":
		gauge.Add(float64(st.Value))
	default:
		gauge.Set(float64(st.Value))
	}
	return "ok", nil
}

func observe1(st statement, observer prometheus.Observer) (string, error) {
	switch {
	case st.Method == "touch":
	case st.Exemplar != nil:
		observer.(prometheus.ExemplarObserver).ObserveWithExemplar(float64(st.Value), st.Exemplar)
	default:
		observer.Observe(float64(st.Value))
	}
	return "ok", nil
}

// vec is what all Vecs have in common.
type vec interface {
	DeleteLabelValues(...string) bool
	DeletePartialMatch(prometheus.Labels) int
	Reset()
}

func (s *state) delete(st statement) (string, error) {
	v, ok := s.instruments[st.ID].(vec)
	if !ok {
		return "skipped", nil
	}
	switch st.Statement {
	case "Delete":
		return strconv.FormatBool(v.DeleteLabelValues(st.LabelValues...)), nil
	case "DeleteMatching":
		return strconv.Itoa(v.DeletePartialMatch(st.Matching)), nil
	}
	v.Reset()
	return "ok", nil
}

func constant(st statement) (prometheus.Metric, error) {
	desc := prometheus.NewDesc(st.Name, st.Help, st.LabelNames, st.ConstLabels)
	metric, err := newConstant(desc, st)
	if err != nil {
		return nil, err
	}
	if len(st.Exemplars) > 0 {
		var exemplars []prometheus.Exemplar
		for _, e := range st.Exemplars {
			exemplars = append(exemplars, prometheus.Exemplar{
				Value: float64(e.Value), Labels: e.Labels, Timestamp: time.Unix(e.Seconds, e.Nanos),
			})
		}
		if metric, err = prometheus.NewMetricWithExemplars(metric, exemplars...); err != nil {
			return nil, err
		}
	}
	if st.Timestamp != nil {
		metric = prometheus.NewMetricWithTimestamp(time.UnixMilli(*st.Timestamp), metric)
	}
	return metric, nil
}

var scalars = map[string]prometheus.ValueType{
	"counter": prometheus.CounterValue, "gauge": prometheus.GaugeValue, "untyped": prometheus.UntypedValue,
}

func bounds(list []count) map[float64]uint64 {
	counts := map[float64]uint64{}
	for _, c := range list {
		counts[float64(c.Bound)] = c.Count
	}
	return counts
}

// gather appends the error, or nothing, and what each encoder writes.
func (s *state) gather(registries []int) {
	var gatherers prometheus.Gatherers
	for _, id := range registries {
		gatherers = append(gatherers, s.registry(id))
	}
	var gatherer prometheus.Gatherer = gatherers
	if len(gatherers) == 1 {
		gatherer = gatherers[0]
	}
	families, err := gatherer.Gather()
	if err != nil {
		s.put([]byte(err.Error()))
	} else {
		s.put(nil)
	}
	for _, family := range families {
		if hasUnit(family) {
			setUnit(family, "seconds")
		}
		sortExemplars(family)
	}
	for _, write := range writers {
		var out bytes.Buffer
		s.put([]byte(write(&out, families)))
		s.put(out.Bytes())
	}
}

// hasUnit is true for the names that have a unit in these programs. client_golang has none before 1.24, but writes one
// that a family has.
func hasUnit(family *dto.MetricFamily) bool {
	isCounter := family.GetType() == dto.MetricType_COUNTER
	return strings.HasSuffix(family.GetName(), "_seconds") ||
		isCounter && strings.HasSuffix(family.GetName(), "_seconds_total")
}

// sortExemplars sorts the labels of each exemplar, which client_golang leaves in the random order of a map.
func sortExemplars(family *dto.MetricFamily) {
	sorted := func(e *dto.Exemplar) {
		sort.Slice(e.GetLabel(), func(a, b int) bool { return e.Label[a].GetName() < e.Label[b].GetName() })
	}
	for _, metric := range family.Metric {
		sorted(metric.GetCounter().GetExemplar())
		for _, bucket := range metric.GetHistogram().GetBucket() {
			sorted(bucket.GetExemplar())
		}
		for _, e := range nativeExemplars(metric) {
			sorted(e)
		}
	}
}
