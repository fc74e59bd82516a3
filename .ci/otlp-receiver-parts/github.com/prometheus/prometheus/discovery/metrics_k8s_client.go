package discovery

import "github.com/prometheus/client_golang/prometheus"

// RegisterK8sClientMetricsWithPrometheus does nothing, as Kubernetes is left out.
func RegisterK8sClientMetricsWithPrometheus(prometheus.Registerer) error {
	return nil
}
