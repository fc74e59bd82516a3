// Package klog stands in for the log of Kubernetes.
package klog

import "log/slog"

func SetSlogLogger(*slog.Logger) {}

func InfoDepth(int, ...any) {}

func WarningDepth(int, ...any) {}

func ErrorDepth(int, ...any) {}

func FatalDepth(int, ...any) {}
