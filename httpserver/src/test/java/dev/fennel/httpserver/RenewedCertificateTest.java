package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that are replaced while a server runs, and those whose time is over. */
@Timeout(60)
class RenewedCertificateTest {
    private static final char[] PASSWORD = SelfSigned.PASSWORD.toCharArray();

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    private static Path keys;

    private static Path one;
    private static Path other;
    private static Path trustOne;
    private static Path trustOther;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKeys() throws Exception {
        one = SelfSigned.keystore(keys.resolve("one.p12"));
        other = SelfSigned.keystore(keys.resolve("other.p12"));
        trustOne = SelfSigned.truststore(one, keys.resolve("trust-one.p12"));
        trustOther = SelfSigned.truststore(other, keys.resolve("trust-other.p12"));
    }

    @Test
    void newKeystoreIsUsedForNewConnections() throws Exception {
        Path served = Files.copy(one, directory.resolve("served.p12"));
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start(Tls.keystore(new KeyStoreFile(served), PASSWORD, nanos::get))) {
            assertServed(server, one, trustOne);
            replace(served, other);
            assertServed(server, one, trustOne); // files are not looked at every time
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);

            assertServed(server, one, trustOther);
            assertThatThrownBy(() -> Scraped.get(SelfSigned.context(one, trustOne), server.uri()))
                    .isInstanceOf(IOException.class);
            assertThat(log.messages()).containsExactly("INFO: read [" + served + "] again, which changed");
        }
    }

    @Test
    void newPemFilesAreUsedOnceTheyBelongTogether() throws Exception {
        Path certificate = SelfSigned.certificatePem(one, directory.resolve("served.crt"));
        Path key = SelfSigned.keyPem(one, directory.resolve("served.key"));
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start(Tls.pem(certificate, key, nanos::get))) {
            replace(certificate, SelfSigned.certificatePem(other, directory.resolve("new.crt")));
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);
            assertServed(server, one, trustOne);
            assertThat(log.messages())
                    .containsExactly("WARNING: changed, but what was read before stays in use, because"
                            + " of PEM file \"" + key + "\": the key belongs to another certificate");

            replace(key, SelfSigned.keyPem(other, directory.resolve("new.key")));
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);
            assertServed(server, one, trustOther);
        }
    }

    @Test
    void brokenKeystoreLeavesTheOldOneInUseAndIsLoggedOnce() throws Exception {
        Path served = Files.copy(one, directory.resolve("served.p12"));
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start(Tls.keystore(new KeyStoreFile(served), PASSWORD, nanos::get))) {
            Files.writeString(served, "broken");
            for (int i = 0; i < 3; i++) {
                nanos.addAndGet(WatchedFiles.CHECK_NANOS);
                assertServed(server, one, trustOne);
            }
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("stays in use, because of keystore \"" + served);

            Files.delete(served);
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);
            assertServed(server, one, trustOne);
            assertThat(log.messages()).hasSize(2);
            replace(served, other);
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);
            assertServed(server, one, trustOther);
        }
    }

    @Test
    void newTruststoreIsUsedForNewConnections() throws Exception {
        Path trusted = Files.copy(trustOne, directory.resolve("trusted.p12"));
        Tls tls = Tls.keystore(new KeyStoreFile(one), PASSWORD, nanos::get).needClientAuth(trusted, PASSWORD);
        try (MetricsServer server = start(tls)) {
            assertServed(server, one, trustOne);
            replace(trusted, trustOther);
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);

            assertServed(server, other, trustOne);
            assertThatThrownBy(() -> Scraped.get(SelfSigned.context(one, trustOne), server.uri()))
                    .isInstanceOf(IOException.class);
        }
    }

    /** The first answer to a handshake says which keys are meant, and they must still be there for the next ones. */
    @Test
    void handshakeThatAChangeOvertakesGetsAKeyThatFitsItsCertificate() throws Exception {
        Path served = Files.copy(one, directory.resolve("served.p12"));
        ServerKeys.Reloaded keys = new ServerKeys.Reloaded(
                new WatchedFiles<>(List.of(served), () -> new KeyStoreFile(served).keys(PASSWORD), nanos::get));
        String alias = keys.chooseEngineServerAlias("EC", null, null);
        replace(served, other);
        nanos.addAndGet(WatchedFiles.CHECK_NANOS);
        String next = keys.chooseEngineServerAlias("EC", null, null);

        assertThat(keys.getCertificateChain(alias)[0].getEncoded()).isEqualTo(SelfSigned.certificateOf(one));
        assertThat(keys.getCertificateChain(next)[0].getEncoded()).isEqualTo(SelfSigned.certificateOf(other));
        assertThat(keys.getPrivateKey(alias)).isNotNull().isNotEqualTo(keys.getPrivateKey(next));
    }

    @ParameterizedTest
    @CsvSource({
        "-10d, 5, 'expired at \\S+, clients refuse it'",
        "+10d, 90, 'is not valid before \\S+, clients refuse it until then'",
        "-10d, 20, 'expires soon, at \\S+'"
    })
    void certificateWhoseTimeIsOverIsLogged(String start, String days, String problem) throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("timed.p12"), "-startdate", start, "-validity", days);
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            start(Tls.keystore(keystore, PASSWORD)).close();

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .matches("WARNING: certificate of \"CN=localhost\": " + problem);
        }
    }

    @Test
    void certificateThatIsReadAgainIsLookedAtAsWell() throws Exception {
        Path served = Files.copy(one, directory.resolve("served.p12"));
        Path ending = SelfSigned.keystore(directory.resolve("ending.p12"), "-startdate", "-10d", "-validity", "20");
        Path trustEnding = SelfSigned.truststore(ending, directory.resolve("trust-ending.p12"));
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start(Tls.keystore(new KeyStoreFile(served), PASSWORD, nanos::get))) {
            replace(served, ending);
            nanos.addAndGet(WatchedFiles.CHECK_NANOS);
            assertServed(server, one, trustEnding);

            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0)).startsWith("WARNING: certificate of \"CN=localhost\": expires soon, at ");
        }
    }

    /** Clients refuse the server's certificate because of it, however long that one is valid. */
    @Test
    void certificateOfAnAuthorityWhoseTimeIsOverIsLogged() throws Exception {
        Path keystore = SelfSigned.keystoreOfAuthority(
                directory.resolve("chain.p12"), directory.resolve("root.p12"), "-startdate", "-10d", "-validity", "5");
        Path chain = SelfSigned.certificatePem(keystore, directory.resolve("chain.crt"));
        Path key = SelfSigned.keyPem(keystore, directory.resolve("chain.key"));
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            Tls.keystore(keystore, PASSWORD);
            Tls.pem(chain, key);

            assertThat(log.messages())
                    .hasSize(2)
                    .allMatch(message -> message.startsWith("WARNING: certificate of \"CN=authority\": expired at "));
        }
    }

    @Test
    void brokenLogKeepsNoServerFromStarting() throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("timed.p12"), "-startdate", "-10d", "-validity", "5");
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            log.breakDown();
            start(Tls.keystore(keystore, PASSWORD)).close();
        }
    }

    private static void replace(Path file, Path with) throws IOException {
        Path copy = Files.copy(with, file.resolveSibling("copy"));
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void assertServed(MetricsServer server, Path keys, Path trusted) throws Exception {
        SSLContext client = SelfSigned.context(keys, trusted);
        assertThat(Scraped.get(client, server.uri()).statusCode()).isEqualTo(200);
    }

    private static MetricsServer start(Tls tls) {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build())
                .tls(tls)
                .start();
    }
}
