// Package plugins leaves out all ways to discover targets but those that the configuration knows itself.
package plugins
