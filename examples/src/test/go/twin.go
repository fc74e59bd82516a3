// Command twin serves the metrics of ScrapeProtocolsTest with client_golang, at the address given as its argument.
package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	registry := prometheus.NewPedanticRegistry()

	requests := prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: "http.requests_total", Help: "Requests."}, []string{"http.method"})
	requests.WithLabelValues("GET").(prometheus.ExemplarAdder).AddWithExemplar(
		12345678, prometheus.Labels{"trace.id": "a"})

	depth := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "queue.depth", Help: "Jobs waiting."}, []string{"größe"})
	depth.WithLabelValues("1.5 \"ü\"").Set(-2.5)

	latency := prometheus.NewHistogram(
		prometheus.HistogramOpts{Name: "latency.seconds", Help: "Latency.", Buckets: []float64{0.5, 1}})
	size := prometheus.NewSummary(prometheus.SummaryOpts{
		Name: "size.bytes", Help: "Sizes.", Objectives: map[float64]float64{0.5: 0.05}, MaxAge: time.Hour})
	natives := prometheus.NewHistogram(
		prometheus.HistogramOpts{Name: "native.seconds", Help: "Native.", NativeHistogramBucketFactor: 1.1})
	for _, value := range []float64{0.25, 0.75, 3} {
		latency.Observe(value)
		size.Observe(value)
		natives.(prometheus.ExemplarObserver).ObserveWithExemplar(value, prometheus.Labels{"span": "b"})
	}

	registry.MustRegister(requests, depth, latency, size, natives)
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
