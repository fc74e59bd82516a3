package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatNegotiationTest {
    private static final String PROTO = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily";

    /** The headers of Prometheus are those that its code makes; the others are what clients might send. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Prometheus 2.42, then with native histograms
            application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | openmetrics 1.0.0 underscores
            PROTO;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | protobuf underscores
            # Prometheus 2.55, with its default protocols and with protobuf first
            application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | openmetrics 1.0.0 underscores
            PROTO;encoding=delimited;q=0.5,application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | protobuf underscores
            # Prometheus 3.3, which says for each protocol how it wants names
            application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2 | openmetrics 1.0.0 allow-utf-8
            # Prometheus 3.11, which says so for the newer protocols only: default protocols, protobuf first
            application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | openmetrics 1.0.0 allow-utf-8
            PROTO;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | protobuf underscores
            # ... with another scheme, and with scrape_protocols of one, two and three
            application/openmetrics-text;version=1.0.0;escaping=values;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=values;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | openmetrics 1.0.0 values
            text/plain;version=0.0.4;q=0.6,*/*;q=0.5 | text underscores
            text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4 | text allow-utf-8
            application/openmetrics-text;version=0.0.1;q=0.6,text/plain;version=0.0.4;q=0.5,PROTO;encoding=delimited;q=0.4,*/*;q=0.3 | openmetrics 0.0.1 underscores
            text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.5 | text allow-utf-8
            # curl and wget, HttpURLConnection, a browser
            */* | text underscores
            text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | text underscores
            text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7 | text underscores
            # nothing that is known
            '' | text underscores
            application/json | text underscores
            text/* | text underscores
            """)
    void clientsGetWhatTheyAskFor(String accept, String expected) {
        assertThat(negotiated(accept)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # quality and order
            text/plain;q=0.4, application/openmetrics-text;version=1.0.0;q=0.5 | openmetrics 1.0.0 underscores
            text/plain;q=0.5, application/openmetrics-text;version=1.0.0;q=0.5 | text underscores
            application/openmetrics-text;version=1.0.0;q=0.5, text/plain;q=0.5 | openmetrics 1.0.0 underscores
            text/plain;version=0.0.4;charset=utf-8;q=0.9, application/openmetrics-text;version=1.0.0 | openmetrics 1.0.0 underscores
            */*, application/openmetrics-text;version=1.0.0;q=0.001 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version=1.0.0;q=0 | text underscores
            application/openmetrics-text;version=1.0.0;q=0.000, application/openmetrics-text;version=0.0.1;q=0.1 | openmetrics 0.0.1 underscores
            # versions and parameters
            application/openmetrics-text | openmetrics 0.0.1 underscores
            application/openmetrics-text;version=2.0.0 | openmetrics 2.0.0 underscores
            application/openmetrics-text;version=2.0.0;charset=utf-8;escaping=allow-utf-8 | openmetrics 2.0.0 allow-utf-8
            application/openmetrics-text;version=2.0.0, application/openmetrics-text;version=1.0.0;q=0.5 | openmetrics 2.0.0 underscores
            application/openmetrics-text;version=2.0.0;q=0.5, application/openmetrics-text;version=1.0.0 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version=2.0.0;q=0, application/openmetrics-text;version=1.0.0;q=0.1 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version="2.0.0";q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2 | openmetrics 2.0.0 underscores
            application/openmetrics-text;version=2.0 | text underscores
            application/openmetrics-text;version=2.1.0, application/openmetrics-text;version=1.0.0;q=0.5 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version= | text underscores
            Application/OpenMetrics-Text; Version="1.0.0"; Charset=UTF-8 | openmetrics 1.0.0 underscores
            application/openmetrics-text ;\tversion=1.0.0 ; ; q=1.0; | openmetrics 1.0.0 underscores
            PROTO | text underscores
            PROTO;encoding=text | text underscores
            PROTO;encoding=compact-text, PROTO;encoding=delimited;q=0.2 | protobuf underscores
            application/vnd.google.protobuf;encoding=delimited | text underscores
            application/vnd.google.protobuf;proto=io.prometheus.client.MetricSet;encoding=delimited | text underscores
            # escaping, of the clause that decides and of no other
            text/plain;escaping=dots | text dots
            text/plain;escaping=allow-utf-8 | text allow-utf-8
            PROTO;encoding=delimited;escaping=values | protobuf values
            text/plain;version=0.0.4;escaping=nonsense | text underscores
            text/plain;version=1.0.0;escaping=allow-utf-8, text/plain;q=0.5 | text allow-utf-8
            text/plain;version=2.0.0;escaping=allow-utf-8, text/plain;q=0.5 | text underscores
            application/json;escaping=values, */*;escaping=dots | text underscores
            text/plain;escaping=dots;q=0.5, application/openmetrics-text;version=1.0.0;escaping=values;q=0.6 | openmetrics 1.0.0 values
            # clauses that cannot be read are passed over
            application/openmetrics-text;version=1.0.0;q=nonsense, PROTO;encoding=delimited;q=0.1 | protobuf underscores
            application/openmetrics-text;version=1.0.0;q=2 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version=1.0.0;q=.9, text/plain;q=0.6666 | openmetrics 1.0.0 underscores
            application/openmetrics-text;version=1.0.0;q= | text underscores
            application/openmetrics-text;version=1.0.0;q=-0.5 | text underscores
            application/openmetrics-text;version | text underscores
            ,;,,;;=,=;q=1,, application/openmetrics-text;version=1.0.0;q=0.1 ,, | openmetrics 1.0.0 underscores
            "application/openmetrics-text, version=1.0.0, text/plain | text underscores
            text/html;x="a,application/openmetrics-text;version=1.0.0,b", PROTO;encoding=delimited;q=0.1 | protobuf underscores
            text/html;x="\\",", application/openmetrics-text;version=1.0.0 | openmetrics 1.0.0 underscores
            """)
    void clauseThatIsWantedMostDecides(String accept, String expected) {
        assertThat(negotiated(accept)).isEqualTo(expected);
    }

    @Test
    void openMetricsCanBeSwitchedOff() {
        List<String> accept = List.of("application/openmetrics-text;version=1.0.0", "text/plain;q=0.2;escaping=dots");

        assertThat(FormatNegotiation.format(accept, false)).isEqualTo(Format.TEXT.withEscaping(EscapingScheme.DOTS));
        assertThat(FormatNegotiation.format(List.of("application/openmetrics-text;version=2.0.0"), false))
                .isEqualTo(Format.TEXT);
        assertThat(FormatNegotiation.format(accept, true)).isEqualTo(Format.OPENMETRICS);
    }

    @Test
    void severalHeadersCountAsOne() {
        assertThat(FormatNegotiation.negotiate(
                        List.of("text/plain;q=0.2", "application/openmetrics-text;version=1.0.0;q=0.3")))
                .isEqualTo(Format.OPENMETRICS);
    }

    @Test
    void noHeaderMeansText() {
        assertThat(FormatNegotiation.format(null, true)).isEqualTo(Format.TEXT);
        assertThat(FormatNegotiation.negotiate(List.of())).isEqualTo(Format.TEXT);
        assertThatThrownBy(() -> FormatNegotiation.negotiate(null)).isInstanceOf(NullPointerException.class);
    }

    /** One clause with no parameters, or only one at its end: searching it repeatedly would take forever. */
    @ParameterizedTest
    @ValueSource(strings = {"", "version=1.0.0", "x"})
    void hugeClauseIsReadToItsEnd(String last) {
        String clause = "application/openmetrics-text" + ";".repeat(3_000_000) + last;

        assertThat(FormatNegotiation.negotiate(List.of(clause + ",text/plain;escaping=dots;q=0.5")))
                .isEqualTo(
                        switch (last) {
                            case "" -> Format.OPENMETRICS_0_0_1;
                            case "x" -> Format.TEXT.withEscaping(EscapingScheme.DOTS);
                            default -> Format.OPENMETRICS;
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x/y;q=0.1,", "text/plain;q=nonsense,", ",", ";", "=", " ", "\"\\\"\",", "a=b;c=d;"})
    void hugeHeaderIsReadToItsEnd(String piece) {
        String accept = piece.repeat(300_000) + ",application/openmetrics-text;version=1.0.0;q=0.01";

        assertThat(FormatNegotiation.negotiate(List.of(accept))).isEqualTo(Format.OPENMETRICS);
    }

    @Test
    void noBytesMakeItFail() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "\";,=\\ \tq01./*textplain\u0000\u0007é";
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            StringBuilder likely = new StringBuilder();
            for (byte b : bytes) {
                likely.append(alphabet.charAt(Math.floorMod(b, alphabet.length())));
            }
            List<String> headers = List.of(new String(bytes, StandardCharsets.ISO_8859_1), likely.toString());
            assertThat(FormatNegotiation.negotiate(headers)).as("seed %d", seed).isNotNull();
        }
    }

    private static String negotiated(String accept) {
        Format format = FormatNegotiation.negotiate(List.of(accept.replace("PROTO", PROTO)));
        String type = format.contentType().replaceAll(";.*", "").replaceAll(".*/(vnd.google.)?|-text", "");
        String version = type.equals("openmetrics") ? format.contentType().replaceAll(".*version=|;.*", "") + " " : "";
        return type.replace("plain", "text") + " " + version + format.escaping();
    }
}
