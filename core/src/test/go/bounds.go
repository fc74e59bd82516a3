// Writes the bounds of buckets as client_golang has them: those of native histograms in all schemas, and exponential
// ranges for random arguments.
//
// Run it with a folder for the files. The ranges are those of Go on amd64 with fused multiply-add.
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	_ "unsafe" // for the link to what client_golang does not export

	"github.com/prometheus/client_golang/prometheus"
)

//go:linkname nativeHistogramBounds github.com/prometheus/client_golang/prometheus.nativeHistogramBounds
var nativeHistogramBounds [][]float64

const ranges = 1500

func main() {
	write("native-bounds.tsv", func(out *bufio.Writer) {
		for schema, bounds := range nativeHistogramBounds {
			for index, bound := range bounds {
				fmt.Fprintf(out, "%d\t%d\t%016x\n", schema, index, math.Float64bits(bound))
			}
		}
	})
	write("exponential-ranges.tsv", func(out *bufio.Writer) {
		random := rand.New(rand.NewSource(1))
		writeRange(out, 0.5, 1.65, 10)
		for i := 1; i < ranges; i++ {
			min := math.Exp(random.NormFloat64() * 6)
			max := min * (1 + math.Exp(random.NormFloat64()*6))
			count := 2 + random.Intn(60)
			if i%10 == 0 {
				min, max = math.Round(min*100)/100+0.01, math.Round(max)+2
			}
			writeRange(out, min, max, count)
		}
	})
}

// A line has the arguments, and a hash of the bits of all bounds.
func writeRange(out *bufio.Writer, min, max float64, count int) {
	hash := uint64(0)
	for _, bound := range prometheus.ExponentialBucketsRange(min, max, count) {
		hash = 31*hash + math.Float64bits(bound)
	}
	fmt.Fprintf(out, "%016x\t%016x\t%d\t%016x\n", math.Float64bits(min), math.Float64bits(max), count, hash)
}

func write(name string, lines func(*bufio.Writer)) {
	file, err := os.Create(filepath.Join(os.Args[1], name))
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriter(file)
	lines(out)
	if err := out.Flush(); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}
