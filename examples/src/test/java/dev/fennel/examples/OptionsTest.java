package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final String[] DEFAULTS = {
        "--port=9400", "--url=http://a?b=c", "--mean=0.5", "--time=10m", "--on=false"
    };

    @Test
    void anOptionLeftOutHasItsDefault() {
        Options options = Options.parse(new String[0], DEFAULTS);
        assertThat(options.integer("port")).isEqualTo(9400);
        assertThat(options.text("url")).isEqualTo("http://a?b=c");
        assertThat(options.number("mean")).isEqualTo(0.5);
        assertThat(options.duration("time")).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.flag("on")).isFalse();
    }

    @Test
    void anOptionGivenReplacesItsDefaultAndTheLastOneCounts() {
        Options options = parse("--port=1", "--on=true", "--port=2", "--url=");
        assertThat(options.integer("port")).isEqualTo(2);
        assertThat(options.flag("on")).isTrue();
        assertThat(options.text("url")).isEmpty();
        assertThat(options.number("mean")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot=1", "-port=1", "port=1", "9400", "--port", "--=1", "--help", ""})
    void whatIsNoOptionIsAnsweredWithThoseThereAre(String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(argument))
                .withMessage("argument \"%s\": expected one of %s", argument, String.join(" ", DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource({"1h30m,5400", "1.5s,1.5", "0.25S,0.25", "2H,7200"})
    void timesHaveUnits(String text, double seconds) {
        assertThat(parse("--time=" + text).duration("time").toMillis()).isEqualTo((long) (seconds * 1000));
    }

    @Test
    void aValueOfAnotherKindIsQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--port=x").integer("port"))
                .withMessage("option --port: expected a whole number, got \"x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--mean=1,5").number("mean"))
                .withMessage("option --mean: expected a number, got \"1,5\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--on=yes").flag("on"))
                .withMessage("option --on: expected true or false, got \"yes\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "", "0s", "-1s", "m", "10 m"})
    void aTimeIsAboveZeroAndHasAUnit(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--time=" + text).duration("time"))
                .withMessage("option --time: expected a time above zero, such as 10m or 1.5s, got \"%s\"", text);
    }

    private static Options parse(String... args) {
        return Options.parse(args, DEFAULTS);
    }
}
