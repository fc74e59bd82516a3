// Package sigv4 stands in for the requests that are signed for AWS.
package sigv4

import (
	"errors"
	"net/http"
)

type SigV4Config struct{}

func NewSigV4RoundTripper(*SigV4Config, http.RoundTripper) (http.RoundTripper, error) {
	return nil, errors.New("sigv4 is left out")
}
