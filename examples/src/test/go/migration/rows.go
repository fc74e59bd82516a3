// Command migration holds the rows of the migration guide as client_golang has them. It is only compiled.
package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/graphite"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/push"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

func main() {
	reg := prometheus.NewRegistry()
	strict := prometheus.NewPedanticRegistry()
	use(strict, prometheus.DefaultRegisterer)
	instruments(reg)
	series(reg)
	registries(reg)
	outlets(reg, http.DefaultTransport)
}

func use(...any) {}

func instruments(reg prometheus.Registerer) {
	orders := promauto.NewCounter(prometheus.CounterOpts{Name: "orders_total", Help: "Orders taken."})
	jobs := prometheus.NewCounter(prometheus.CounterOpts{Name: "jobs_total", Help: "Jobs done."})
	depth := promauto.With(reg).NewGauge(prometheus.GaugeOpts{Name: "queue_depth", Help: "Jobs waiting."})
	reg.MustRegister(jobs)
	silent := promauto.With(nil)
	jobs.Inc()
	jobs.Add(2)
	depth.SetToCurrentTime()
	queue := []string{"a", "b"}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "jobs_waiting"}, func() float64 { return float64(len(queue)) })
	opts := prometheus.CounterOpts{
		Namespace: "shop", Subsystem: "cart",
		ConstLabels: prometheus.Labels{"zone": "eu"},
	}
	classic := prometheus.HistogramOpts{Buckets: prometheus.ExponentialBuckets(256, 4, 8)}
	native := prometheus.HistogramOpts{
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 160,
	}
	summary := prometheus.SummaryOpts{
		Objectives: map[float64]float64{0.5: 0.05, 0.99: 0.001},
		MaxAge:     5 * time.Minute,
	}
	latency := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "latency_seconds"})
	timer := prometheus.NewTimer(latency)
	defer timer.ObserveDuration()
	latency.Observe(0.2)
	latency.(prometheus.ExemplarObserver).ObserveWithExemplar(0.2, prometheus.Labels{"trace_id": "4bf92f35"})
	use(silent, orders, waiting, opts, classic, native, summary)
}

func series(reg prometheus.Registerer) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "requests_total"}, []string{"code", "method"})
	requests.WithLabelValues("200", "get").Inc()
	requests.With(prometheus.Labels{"code": "200", "method": "get"}).Inc()
	succeeded := requests.MustCurryWith(prometheus.Labels{"code": "200"})
	requests.DeleteLabelValues("200", "get")
	requests.DeletePartialMatch(prometheus.Labels{"code": "200"})
	requests.Reset()
	methods := prometheus.V2.NewCounterVec(prometheus.CounterVecOpts{
		CounterOpts: prometheus.CounterOpts{Name: "methods_total"},
		VariableLabels: prometheus.ConstrainedLabels{
			{Name: "method", Constraint: strings.ToLower},
		},
	})
	use(succeeded, methods)
}

func registries(reg *prometheus.Registry) {
	eu := prometheus.WrapRegistererWith(prometheus.Labels{"zone": "eu"}, reg)
	db := prometheus.WrapRegistererWithPrefix("db_", reg)
	all := prometheus.Gatherers{prometheus.DefaultGatherer, reg}
	err := reg.Register(prometheus.NewCounter(prometheus.CounterOpts{Name: "jobs_total"}))
	already := prometheus.AlreadyRegisteredError{}
	if errors.As(err, &already) {
		use(already.ExistingCollector)
	}
	families, err := reg.Gather()
	transactional := prometheus.ToTransactionalGatherer(reg)
	families, done, err := transactional.Gather()
	defer done()
	err = prometheus.WriteToTextfile("backup.prom", reg)

	at := time.Now()
	desc := prometheus.NewDesc("pool_connections", "Connections.", []string{"state"}, nil)
	metric := prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, 3, "idle")
	timed := prometheus.NewMetricWithTimestamp(at, metric)
	exemplar := prometheus.Exemplar{Value: 0.2, Labels: prometheus.Labels{"trace_id": "4bf92f35"}}
	marked, err := prometheus.NewMetricWithExemplars(metric, exemplar)
	invalid := prometheus.NewInvalidMetric(desc, err)
	jvm := collectors.NewGoCollector()
	process := collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})
	build := collectors.NewBuildInfoCollector()
	use(eu, db, all, err, families, timed, marked, invalid, jvm, process, build)
}

func outlets(reg *prometheus.Registry, transport http.RoundTripper) {
	records := prometheus.NewGauge(prometheus.GaugeOpts{Name: "records"})
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "requests_total"}, []string{"code", "method"})
	defaults := promhttp.Handler()
	rows := prometheus.ToTransactionalGatherer(reg)
	waiting := promhttp.HandlerForTransactional(rows, promhttp.HandlerOpts{})
	limited := promhttp.HandlerFor(reg, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
	served := promhttp.InstrumentHandlerCounter(requests, defaults)
	sent := promhttp.InstrumentRoundTripperCounter(requests, transport)
	url := httptest.DefaultRemoteAddr
	push.New(url, "db_backup").Collector(records).Grouping("db", "customers").Push()
	push.New(url, "db_backup").Grouping("db", "customers").Gatherer(reg).Add()
	bridge, err := graphite.NewBridge(&graphite.Config{URL: "localhost:2003", Gatherer: reg, Prefix: "shop"})
	use(waiting, limited, served, sent, bridge, err)

	value := testutil.ToFloat64(records)
	err = testutil.GatherAndCompare(reg, strings.NewReader("..."), "jobs_total")
	problems, err := testutil.GatherAndLint(reg)
	use(value, problems, err)
}
