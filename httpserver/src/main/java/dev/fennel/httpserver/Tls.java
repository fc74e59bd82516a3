package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.fennel.httpserver.internal.Nullable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How a metrics server speaks TLS: with which certificate, and whether it asks its clients for one.
 *
 * <pre>{@code
 * Tls tls = Tls.keystore(keystore, keystorePassword).needClientAuth(truststore, truststorePassword);
 * }</pre>
 *
 * <p>A keystore is a PKCS12 or JKS file, as {@code keytool} or {@code openssl pkcs12 -export} makes it.
 * {@linkplain #pem PEM files} do as well. Everything else (other kinds of stores, keys in hardware) takes an
 * {@link SSLContext}. Protocols and cipher suites are those that the JDK has on by default.
 *
 * <p>Files are read at once. While a server runs, they are looked at when clients connect, at most once in five
 * seconds, and read again if they have changed, so that a certificate can be renewed without a restart; passwords are
 * kept for that. If a changed file cannot be read, what was read before stays in use. That is logged as a warning, and
 * so are certificates of files that have expired, are not valid yet or expire within two weeks, when they are read;
 * those of the authorities that are in the chain included.
 *
 * <p>Used by any number of threads; what it is set to does not change.
 */
public final class Tls {
    private final SSLContext context;
    /** The keys in files; null if the context was given, which has trust managers of its own. */
    private final @Nullable WatchedFiles<ServerKeys> keys;

    private final ClientAuth clientAuth;

    private enum ClientAuth {
        NONE,
        WANTED,
        NEEDED
    }

    private Tls(SSLContext context, @Nullable WatchedFiles<ServerKeys> keys, ClientAuth clientAuth) {
        this.context = context;
        this.keys = keys;
        this.clientAuth = clientAuth;
    }

    /**
     * TLS with a context, whose key managers have the server's certificate.
     *
     * @param context initialized
     * @return TLS that asks clients for nothing
     */
    public static Tls context(SSLContext context) {
        return new Tls(Objects.requireNonNull(context, "context"), null, ClientAuth.NONE);
    }

    /**
     * TLS with the certificate of a keystore in a file.
     *
     * @param file a PKCS12 or JKS keystore with the server's key and the chain of its certificate
     * @param password of the file and of the key in it; may be wiped after this call
     * @return TLS that asks clients for nothing
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no key
     */
    public static Tls keystore(Path file, char[] password) {
        return keystore(new KeyStoreFile(file), password, System::nanoTime);
    }

    /**
     * TLS with the certificate of a keystore of some type in a file.
     *
     * @param file a keystore with the server's key and the chain of its certificate
     * @param password of the file and of the key in it; may be wiped after this call
     * @param type of the keystore, such as {@code PKCS12}
     * @return TLS that asks clients for nothing
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if the type is unknown, the file is not of this type, or has no key
     */
    public static Tls keystore(Path file, char[] password, String type) {
        return keystore(new KeyStoreFile(file, type), password, System::nanoTime);
    }

    static Tls keystore(KeyStoreFile store, char[] password, LongSupplier nanoTime) {
        char[] kept = password.clone();
        return of(List.of(store.path()), () -> store.keys(kept), nanoTime);
    }

    /**
     * TLS with a certificate and a private key in PEM files, as certificate authorities and {@code openssl} hand them
     * out. It may be the same file.
     *
     * @param certificates the server's certificate, followed by those of the authorities between it and the one that
     *     clients trust
     * @param privateKey the key of the certificate, not encrypted, in PKCS#8: {@code -----BEGIN PRIVATE KEY-----}. RSA,
     *     EC and Ed25519 are among the kinds of keys that do
     * @return TLS that asks clients for nothing
     * @throws UncheckedIOException if a file cannot be read
     * @throws IllegalArgumentException if a file is something else, or the key belongs to another certificate. If the
     *     key is encrypted or in an older form, the message has the command that converts it
     */
    public static Tls pem(Path certificates, Path privateKey) {
        return pem(certificates, privateKey, System::nanoTime);
    }

    static Tls pem(Path certificates, Path privateKey, LongSupplier nanoTime) {
        List<Path> files = List.of(
                Objects.requireNonNull(certificates, "certificates"), Objects.requireNonNull(privateKey, "privateKey"));
        return of(files, () -> KeyStoreFile.keysOfPem(certificates, privateKey), nanoTime);
    }

    private static Tls of(List<Path> files, Supplier<ServerKeys> reader, LongSupplier nanoTime) {
        Supplier<ServerKeys> checked = () -> {
            ServerKeys read = reader.get();
            read.logExpiry(Instant.now());
            return read;
        };
        WatchedFiles<ServerKeys> keys = new WatchedFiles<>(files, checked, nanoTime);
        return new Tls(newContext(keys, null), keys, ClientAuth.NONE);
    }

    /** A context with keys and a trust manager; null stands for the trust managers that the JDK has by default. */
    private static SSLContext newContext(WatchedFiles<ServerKeys> keys, @Nullable TrustManager trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = trusted == null ? null : new TrustManager[] {trusted};
            context.init(new KeyManager[] {new ServerKeys.Reloaded(keys)}, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /**
     * Refuses clients without a certificate that the trust managers of the given context trust.
     *
     * @return TLS like this
     * @throws IllegalStateException if this was made from a keystore, which does not say whom to trust
     */
    public Tls needClientAuth() {
        return withClientAuth(ClientAuth.NEEDED);
    }

    /**
     * Refuses clients without a certificate that a truststore vouches for.
     *
     * @param truststore a PKCS12 or JKS keystore with certificates to trust, those of authorities or of clients
     * @param password of the file; may be wiped after this call
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls needClientAuth(Path truststore, char[] password) {
        return withClientAuth(ClientAuth.NEEDED, truststore, password);
    }

    /**
     * Refuses clients without a certificate that those in a PEM file vouch for.
     *
     * @param certificates a PEM file with certificates to trust, those of authorities or of clients
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is no PEM file with certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls needClientAuth(Path certificates) {
        return withClientAuth(ClientAuth.NEEDED, certificates);
    }

    /**
     * Asks clients for a certificate, and also serves clients that have none. A client whose certificate is not trusted
     * is refused.
     *
     * @return TLS like this
     * @throws IllegalStateException if this was made from a keystore, which does not say whom to trust
     */
    public Tls wantClientAuth() {
        return withClientAuth(ClientAuth.WANTED);
    }

    /**
     * Asks clients for a certificate that a truststore vouches for, and also serves clients that have none.
     *
     * @param truststore a PKCS12 or JKS keystore with certificates to trust, those of authorities or of clients
     * @param password of the file; may be wiped after this call
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls wantClientAuth(Path truststore, char[] password) {
        return withClientAuth(ClientAuth.WANTED, truststore, password);
    }

    /**
     * Asks clients for a certificate that those in a PEM file vouch for, and also serves clients that have none.
     *
     * @param certificates a PEM file with certificates to trust, those of authorities or of clients
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is no PEM file with certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls wantClientAuth(Path certificates) {
        return withClientAuth(ClientAuth.WANTED, certificates);
    }

    private Tls withClientAuth(ClientAuth newClientAuth) {
        if (keys != null) {
            // A context without a truststore would trust every client with a certificate of any public authority.
            throw new IllegalStateException("client certificates beside a keystore: expected a truststore");
        }
        return new Tls(context, null, newClientAuth);
    }

    private Tls withClientAuth(ClientAuth newClientAuth, Path truststore, char[] password) {
        KeyStoreFile store = new KeyStoreFile(truststore);
        char[] kept = password.clone();
        return withClientAuth(newClientAuth, truststore, () -> store.trusted(kept));
    }

    private Tls withClientAuth(ClientAuth newClientAuth, Path pem) {
        Objects.requireNonNull(pem, "certificates");
        return withClientAuth(newClientAuth, pem, () -> KeyStoreFile.trustedOfPem(pem));
    }

    private Tls withClientAuth(ClientAuth newClientAuth, Path file, Supplier<X509ExtendedTrustManager> reader) {
        if (keys == null) {
            throw new IllegalStateException("got a truststore beside a context, expected it in the context");
        }
        TrustManager trusted = new TrustedFiles(new WatchedFiles<>(List.of(file), reader, keys.clock()));
        return new Tls(newContext(keys, trusted), keys, newClientAuth);
    }

    HttpsConfigurator configurator() {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters params) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                if (clientAuth == ClientAuth.NEEDED) {
                    ssl.setNeedClientAuth(true);
                } else if (clientAuth == ClientAuth.WANTED) {
                    ssl.setWantClientAuth(true);
                }
                params.setSSLParameters(ssl);
            }
        };
    }
}
