package otlptranslator

// NormalizeLabel is how the name of a label was translated by the version that this Prometheus was written for.
func NormalizeLabel(label string) string {
	namer := LabelNamer{UnderscoreLabelSanitization: true}
	name, err := namer.Build(label)
	if err != nil {
		return label
	}
	return name
}

// BuildName is how the name of a metric was translated by that version: without errors.
func (mn *MetricNamer) BuildName(metric Metric) string {
	name, err := mn.Build(metric)
	if err != nil {
		return metric.Name
	}
	return name
}
