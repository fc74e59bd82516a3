package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), "connect"),
                Arguments.of(new HttpConnectTimeoutException("late"), "connect"),
                Arguments.of(new HttpTimeoutException("late"), "timeout"),
                Arguments.of(new TimeoutException("orTimeout"), "timeout"),
                Arguments.of(new SSLHandshakeException("untrusted"), "tls"),
                Arguments.of(new CancellationException(), "cancelled"),
                Arguments.of(new InterruptedException(), "cancelled"),
                Arguments.of(null, "cancelled"),
                Arguments.of(new EOFException(), "io"),
                Arguments.of(new IllegalStateException(new IOException()), "other"),
                Arguments.of(new CompletionException(null, null), "other"),
                Arguments.of(new CompletionException(new IOException()), "io"),
                Arguments.of(new CompletionException(new ExecutionException(new ConnectException())), "connect"));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // which ends if the test does not
    void causesInACircleEndSomewhere() {
        Throwable inner = new CompletionException("inner") {}; // whose constructor is protected
        Throwable outer = new CompletionException("outer", inner);
        inner.initCause(outer);

        assertThat(FailureReason.of(outer)).isEqualTo("other");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasOneOfAFewReasons(Throwable thrown, String expected) {
        assertThat(FailureReason.of(thrown)).isEqualTo(expected);
    }
}
