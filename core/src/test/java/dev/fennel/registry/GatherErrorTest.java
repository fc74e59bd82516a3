package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "collector com.example.Pool$1: threw X: y | collector com.example.Pool$1",
                "collector a.B$$Lambda/0x7f: counter \"a\"{l=\"v\"}: threw X | collector a.B$$Lambda/0x7f",
                "collector a.B: has not returned after 10s | collector a.B",
                "gauge \"queue.depth\" {queue=\"mail\"}: threw X | gauge \"queue.depth\"",
                "gauge \"g\"{}: threw X | gauge \"g\"",
                "stateset \"g\": after escaping, \"x\" is also a name | stateset \"g\"",
                "encoder: threw X | encoder",
                "gatherer: threw X | gatherer",
                "gather(): threw X: password=y | gatherer",
                "gatherer #2: gather(): threw X | gatherer #2",
                "gatherer #12: collector a.B: threw X | gatherer #12: collector a.B",
                "gatherer #2: gauge \"g\": threw X | gatherer #2: gauge \"g\"",
                "gauge \"g\" of password y: threw X | gatherer",
                "gauge \"a\"b\": threw X | gatherer",
                "collector password=y: threw X | gatherer",
                "database password=y is down | gatherer",
                "encoder password | gatherer",
                "'' | gatherer",
            })
    void sourceIsWhatTheMessageStartsWithIfThatIsKnown(String message, String source) {
        assertThat(new GatherError(message).source()).isEqualTo(source);
    }

    @Test
    void sourceOfWhatWasThrownComesFromTheWhereAloneAndEqualsThatOfTheMessage() {
        IllegalStateException boom = new IllegalStateException("password=geheim");
        GatherError error = GatherError.of("collector a.B: counter \"a\" {l=\"v\"}", boom);
        assertThat(error.source()).isEqualTo("collector a.B");
        assertThat(error).isEqualTo(new GatherError(error.message(), boom));
        assertThat(GatherError.of("encoder", boom).source()).isEqualTo("encoder");
        assertThat(GatherError.of("encoder password", boom).source()).isEqualTo("gatherer");
        assertThat(GatherError.of("pool of geheim", boom).source()).isEqualTo("gatherer");
    }

    @Test
    void nobodyAddsLinesToTheLog() {
        String value = "/a\r\nERROR: all is lost\t\u001b[31m\u2028\u00e4\uD83D\uDE00";
        GatherError error = new GatherError("counter \"c\" {path=\"" + value + "\"}: twice");
        try (RecordedLog log = new RecordedLog("dev.fennel.lines")) {
            error.log("dev.fennel.lines", System.Logger.Level.WARNING);
            log.breakDown();
            new GatherError(error.message(), new IllegalStateException())
                    .log("dev.fennel.lines", System.Logger.Level.WARNING);

            String line = "WARNING: counter \"c\" {path=\"/a\\r\\nERROR: all is lost\\t\\u001b[31m\\u2028"
                    + "\u00e4\uD83D\uDE00\"}: twice";
            assertThat(log.messages()).containsExactly(line, line, line);
        }
    }
}
