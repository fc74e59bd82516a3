// Package semconv has the three names that the translation needs of a package that is not in Debian.
package semconv

const (
	AttributeServiceName       = "service.name"
	AttributeServiceNamespace  = "service.namespace"
	AttributeServiceInstanceID = "service.instance.id"
)
