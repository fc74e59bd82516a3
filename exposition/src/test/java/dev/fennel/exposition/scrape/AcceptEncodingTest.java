package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "  gzip  ",
                "gzip;q=0.001",
                "gzip ; q=0.5",
                "gzip;Q=1.000",
                "gzip;q=\"0.5\"",
                "gzip; q = 0.5",
                "gzip;q=1.",
                "deflate, gzip;q=0.5",
                "zstd,br,gzip",
                "identity, gzip",
                "identity;q=0.5, gzip;q=0.5",
                "gzip;q=0.5",
                "*",
                "*;q=0.1",
                "identity;q=0, *;q=0.1",
                "*;q=0, gzip",
                "gzip;q=0.2, gzip;q=0.8, identity;q=0.5",
                ",,gzip,,",
                "gzip;q=nonsense, gzip",
                "gzip;q=1.1",
                "gzip;q=.5",
                "gzip;q=0.0001",
                "identity;q=.3, gzip;q=0.6666"
            })
    void gzipIsPreferred(String header) {
        assertThat(AcceptEncoding.prefersGzip(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "identity",
                "deflate, br, zstd",
                "gzipped",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "identity, gzip;q=0.999",
                "gzip;q=0.3, *;q=0.5",
                "identity;q=2, gzip;q=0.1",
                "gzip;q=-1",
                "gzip;q=1e0",
                "gzip;q=NaN",
                "gzip;q=",
                "x;a=\",gzip\"",
                "gzip;",
                "gzip;level=9",
                "gzip;q=1;q=1",
                "identity;q=0"
            })
    void identityIsPreferred(String header) {
        assertThat(AcceptEncoding.prefersGzip(List.of(header))).isFalse();
    }

    @Test
    void noHeaderMeansIdentity() {
        assertThat(AcceptEncoding.prefersGzip(null)).isFalse();
        assertThat(AcceptEncoding.prefersGzip(List.of())).isFalse();
    }

    @Test
    void severalHeadersCountAsOne() {
        assertThat(AcceptEncoding.prefersGzip(List.of("br", "gzip;q=0.5"))).isTrue();
        assertThat(AcceptEncoding.prefersGzip(List.of("gzip;q=0.5", "identity;q=0.6")))
                .isFalse();
    }

    @Test
    void tenThousandClausesAreReadToTheEnd() {
        assertThat(AcceptEncoding.prefersGzip(List.of("x;q=0.1,".repeat(10_000) + "gzip")))
                .isTrue();
        assertThat(AcceptEncoding.prefersGzip(List.of("gzip;q=0.5,".repeat(10_000) + "identity")))
                .isFalse();
        assertThat(AcceptEncoding.prefersGzip(List.of("gzip;q=0." + "0".repeat(100_000))))
                .isFalse();
        assertThat(AcceptEncoding.prefersGzip(List.of(";".repeat(100_000)))).isFalse();
    }
}
