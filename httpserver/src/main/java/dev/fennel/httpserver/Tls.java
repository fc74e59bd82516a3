package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.fennel.httpserver.internal.Nullable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How a metrics server speaks TLS: with which certificate, and whether it asks its clients for one.
 *
 * <pre>{@code
 * Tls tls = Tls.keystore(keystore, keystorePassword).needClientAuth(truststore, truststorePassword);
 * }</pre>
 *
 * <p>A keystore is a PKCS12 or JKS file, as {@code keytool} or {@code openssl pkcs12 -export} makes it; everything else
 * (PEM files, other kinds of stores, keys in hardware, certificates that are renewed while the server runs) takes an
 * {@link SSLContext}. Protocols and cipher suites are those that the JDK has on by default.
 *
 * <p>Files are read at once. Immutable, so used by any number of threads.
 */
public final class Tls {
    private final SSLContext context;
    /** The keys of a keystore; null if the context was given, which has trust managers of its own. */
    private final @Nullable KeyManager[] keys;

    private final ClientAuth clientAuth;

    private enum ClientAuth {
        NONE,
        WANTED,
        NEEDED
    }

    private Tls(SSLContext context, @Nullable KeyManager[] keys, ClientAuth clientAuth) {
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
     * @param password of the file and of the key in it; not kept
     * @return TLS that asks clients for nothing
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no key
     */
    public static Tls keystore(Path file, char[] password) {
        return keystore(new KeyStoreFile(file), password);
    }

    /**
     * TLS with the certificate of a keystore of some type in a file.
     *
     * @param file a keystore with the server's key and the chain of its certificate
     * @param password of the file and of the key in it; not kept
     * @param type of the keystore, such as {@code PKCS12}
     * @return TLS that asks clients for nothing
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if the type is unknown, the file is not of this type, or has no key
     */
    public static Tls keystore(Path file, char[] password, String type) {
        return keystore(new KeyStoreFile(file, type), password);
    }

    private static Tls keystore(KeyStoreFile store, char[] password) {
        KeyManager[] keys = store.keys(password);
        return new Tls(KeyStoreFile.context(keys, null), keys, ClientAuth.NONE);
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
     * @param password of the file; not kept
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls needClientAuth(Path truststore, char[] password) {
        return withClientAuth(ClientAuth.NEEDED, truststore, password);
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
     * @param password of the file; not kept
     * @return TLS like this
     * @throws UncheckedIOException if the file cannot be read, the password being wrong included
     * @throws IllegalArgumentException if it is no such keystore, or has no certificates
     * @throws IllegalStateException if this was made from a context, which itself says whom to trust
     */
    public Tls wantClientAuth(Path truststore, char[] password) {
        return withClientAuth(ClientAuth.WANTED, truststore, password);
    }

    private Tls withClientAuth(ClientAuth newClientAuth) {
        if (keys != null) {
            // A context without a truststore would trust every client with a certificate of any public authority.
            throw new IllegalStateException("client certificates beside a keystore: expected a truststore");
        }
        return new Tls(context, null, newClientAuth);
    }

    private Tls withClientAuth(ClientAuth newClientAuth, Path truststore, char[] password) {
        if (keys == null) {
            throw new IllegalStateException("got a truststore beside a context, expected it in the context");
        }
        KeyStoreFile store = new KeyStoreFile(truststore);
        return new Tls(KeyStoreFile.context(keys, store.trusted(password)), keys, newClientAuth);
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
