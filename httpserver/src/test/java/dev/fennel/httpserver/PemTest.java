package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PemTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));
    private static final char[] PASSWORD = SelfSigned.PASSWORD.toCharArray();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void pemFilesAreServedWith(String algorithm) throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"), "-keyalg", algorithm);
        Path certificate = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path key = SelfSigned.keyPem(keystore, directory.resolve("server.key"));
        Path both = Files.writeString(
                directory.resolve("both.pem"),
                "subject=CN = localhost\n" + Files.readString(key) + Files.readString(certificate));

        assertServed(Tls.pem(certificate, key), keystore);
        assertServed(Tls.pem(both, both), keystore);
    }

    @Test
    void chainOfACertificateIsShownToClients() throws Exception {
        Path root = directory.resolve("root.p12");
        Path keystore = SelfSigned.keystoreOfAuthority(directory.resolve("server.p12"), root);
        Path certificates = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path key = SelfSigned.keyPem(keystore, directory.resolve("server.key"));

        assertServedTo(SelfSigned.context(keystore, root), Tls.pem(certificates, key));
        assertServedTo(SelfSigned.context(keystore, root), Tls.keystore(keystore, PASSWORD));
    }

    @Test
    void clientsAreTrustedByPemFiles() throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"));
        Path certificate = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path key = SelfSigned.keyPem(keystore, directory.resolve("server.key"));

        assertServed(Tls.pem(certificate, key).needClientAuth(certificate), keystore);
        assertServed(Tls.keystore(keystore, PASSWORD).wantClientAuth(certificate), keystore);
        Path other = SelfSigned.keystore(directory.resolve("other.p12"));
        Path bundle = SelfSigned.certificatePem(other, directory.resolve("bundle.crt"));
        Files.writeString(bundle, Files.readString(certificate), StandardOpenOption.APPEND);
        assertServed(Tls.pem(certificate, key).needClientAuth(bundle), keystore);
        assertThatThrownBy(() -> Tls.pem(certificate, key).needClientAuth(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PEM file \"" + key + "\": expected a \"CERTIFICATE\", got \"PRIVATE KEY\"");
    }

    @Test
    void fileOfTheWrongKindIsCalledWhatItIs() throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"));
        Path certificate = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path key = SelfSigned.keyPem(keystore, directory.resolve("server.key"));
        Path der = Files.write(directory.resolve("server.der"), SelfSigned.certificateOf(keystore));
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path text = Files.writeString(directory.resolve("text.pem"), "no PEM");

        assertRefused(
                () -> Tls.keystore(certificate, PASSWORD),
                "keystore \"" + certificate + "\": expected PKCS12 or JKS, got a PEM file with \"CERTIFICATE\"");
        assertRefused(
                () -> Tls.pem(keystore, key),
                "PEM file \"" + keystore
                        + "\": expected \"-----BEGIN\", got something in DER: if it is a PKCS12 keystore, Tls.keystore takes it");
        assertRefused(
                () -> Tls.pem(der, key),
                "PEM file \"" + der + "\": expected \"-----BEGIN\", got a certificate in"
                        + " DER; convert it with: openssl x509 -inform der -in FILE -out FILE.pem");
        assertRefused(
                () -> Tls.pem(empty, key), "PEM file \"" + empty + "\": expected \"-----BEGIN\", got an empty file");
        assertRefused(
                () -> Tls.pem(text, key), "PEM file \"" + text + "\": expected \"-----BEGIN\", got something else");
        assertRefused(
                () -> Tls.pem(certificate, certificate),
                "PEM file \"" + certificate + "\": expected a \"PRIVATE KEY\", got \"CERTIFICATE\"");
        assertThatThrownBy(() -> Tls.pem(certificate, directory.resolve("missing.key")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("PEM file \"" + directory.resolve("missing.key") + "\": there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "JCEKS"})
    void keystoreInPlaceOfAPemFileIsCalledThat(String type) throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.old"), "-storetype", type);

        assertRefused(
                () -> Tls.pem(keystore, keystore),
                "PEM file \"" + keystore
                        + "\": expected \"-----BEGIN\", got a Java keystore, which Tls.keystore takes");
    }

    @Test
    void whatIsNoKeystoreIsCalledWhatItIs() throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"));
        Path der = Files.write(directory.resolve("server.der"), SelfSigned.certificateOf(keystore));
        Path key = Files.write(directory.resolve("key.der"), new byte[] {0x30, 3, 2, 1, 0});
        Path text = Files.writeString(directory.resolve("text.p12"), "no keystore");
        Path empty = Files.writeString(directory.resolve("empty.p12"), "");

        assertRefused(
                () -> Tls.keystore(der, PASSWORD),
                "keystore \"" + der + "\": expected PKCS12 or JKS, got a certificate in DER");
        assertRefused(
                () -> Tls.keystore(key, PASSWORD),
                "keystore \"" + key + "\": expected PKCS12 or JKS, got something in DER");
        assertRefused(
                () -> Tls.keystore(text, PASSWORD),
                "keystore \"" + text + "\": expected PKCS12 or JKS, got something else");
        assertRefused(
                () -> Tls.keystore(keystore, PASSWORD).needClientAuth(empty, PASSWORD),
                "keystore \"" + empty + "\": expected PKCS12 or JKS, got an empty file");
    }

    @Test
    void keystoreThatEndsTooEarlyIsCalledThat() throws Exception {
        byte[] begun = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed, 0, 0, 0, 2, 0};
        Path file = Files.write(directory.resolve("begun.jks"), begun);

        assertThatThrownBy(() -> Tls.keystore(file, PASSWORD))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("keystore \"" + file + "\": cannot read it: it ends too early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void keyInAnotherFormIsRefusedWithTheCommandThatConvertsIt(String kind) throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"));
        Path certificate = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path key = Files.writeString(
                directory.resolve("old.key"), "-----BEGIN " + kind + "-----\nAAAA\n-----END " + kind + "-----\n");

        assertRefused(
                () -> Tls.pem(certificate, key),
                "PEM file \"" + key
                        + "\": expected a \"PRIVATE KEY\" (PKCS#8), got \"" + kind
                        + "\"; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + key + " -out pkcs8.pem");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws Exception {
        Path keystore = SelfSigned.keystore(directory.resolve("server.p12"));
        Path other = SelfSigned.keystore(directory.resolve("other.p12"));
        Path rsa = SelfSigned.keystore(directory.resolve("rsa.p12"), "-keyalg", "RSA");
        Path certificate = SelfSigned.certificatePem(keystore, directory.resolve("server.crt"));
        Path otherKey = SelfSigned.keyPem(other, directory.resolve("other.key"));
        Path rsaKey = SelfSigned.keyPem(rsa, directory.resolve("rsa.key"));

        assertRefused(
                () -> Tls.pem(certificate, otherKey),
                "PEM file \"" + otherKey + "\": the key belongs to another certificate");
        assertThatThrownBy(() -> Tls.pem(certificate, rsaKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "PEM file \"" + rsaKey + "\": expected a key of the kind EC, which the certificate has: ");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private void assertServed(Tls tls, Path keystore) throws Exception {
        assertServedTo(
                SelfSigned.context(keystore, SelfSigned.truststore(keystore, directory.resolve("trust.p12"))), tls);
    }

    private static void assertServedTo(SSLContext client, Tls tls) throws Exception {
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build())
                .tls(tls)
                .start()) {
            assertThat(Scraped.get(client, server.uri()).body()).isEqualTo(BODY);
        }
    }
}
