// Command graphite writes what client_golang's bridge pushes to Graphite of the metrics in the golden files of the text
// format, sorted, one file for each of them, into the directory given as its second argument. GraphiteGoldenTest
// expects the same lines. Times are those of the metrics, or 1000000000 for the time of the push.
//
// It is run by check-goldens.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/graphite"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: graphite GOLDEN-DIRECTORY DIRECTORY")
	}
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.txt"))
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt") + ".lines"
		if err := write(file, filepath.Join(os.Args[2], name)); err != nil {
			log.Fatal(err)
		}
	}
}

func write(from, to string) error {
	text, err := os.Open(from)
	if err != nil {
		return err
	}
	defer text.Close()
	decoder := expfmt.NewDecoder(text, expfmt.FmtText)
	families := make(map[string]*dto.MetricFamily)
	for {
		family := &dto.MetricFamily{}
		if err := decoder.Decode(family); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		families[family.GetName()] = family
	}
	lines, err := pushed(families)
	if err != nil {
		return err
	}
	return os.WriteFile(to, []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}

// pushed returns the lines that a server gets, sorted.
func pushed(families map[string]*dto.MetricFamily) ([]string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	bridge, err := graphite.NewBridge(&graphite.Config{
		URL:    listener.Addr().String(),
		Prefix: "prefix",
		Gatherer: prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
			var all []*dto.MetricFamily
			for _, family := range families {
				all = append(all, family)
			}
			return all, nil
		}),
	})
	if err != nil {
		return nil, err
	}
	start := time.Now().Unix()
	failed := make(chan error, 1)
	go func() { failed <- bridge.Push() }()
	connection, err := listener.Accept()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(connection)
	if err != nil {
		return nil, err
	}
	if err := <-failed; err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	for i, line := range lines {
		fields := strings.Fields(line)
		seconds, err := strconv.ParseInt(fields[len(fields)-1], 10, 64)
		if err != nil {
			return nil, err
		}
		if seconds >= start {
			lines[i] = fmt.Sprintf("%s 1000000000", line[:strings.LastIndex(line, " ")])
		}
	}
	sort.Strings(lines)
	return lines, nil
}
