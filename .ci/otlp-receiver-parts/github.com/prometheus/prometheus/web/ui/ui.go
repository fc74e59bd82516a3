// Package ui leaves out the pages for people.
package ui

import (
	"embed"
	"net/http"
)

var Assets http.FileSystem = http.FS(embed.FS{})
