package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads the keys or the trusted certificates of a keystore in a file. */
final class KeyStoreFile {
    private final Path file;
    /** Null for one of the types that the JDK recognises by the content of the file. */
    private final @Nullable String type;

    KeyStoreFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
        type = null;
    }

    KeyStoreFile(Path file, String type) {
        this.file = Objects.requireNonNull(file, "file");
        this.type = Objects.requireNonNull(type, "type");
    }

    /** A context with keys and trust managers; null stands for the trust managers that the JDK has by default. */
    static SSLContext context(KeyManager[] keys, @Nullable TrustManager[] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    KeyManager[] keys(char[] password) {
        KeyStore store = load(password);
        try {
            if (Collections.list(store.aliases()).stream().noneMatch(alias -> isKey(store, alias))) {
                throw new IllegalArgumentException("keystore \"" + file + "\": expected a key, got none");
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keystore \"" + file + "\": cannot take the key: " + e.getMessage(), e);
        }
    }

    TrustManager[] trusted(char[] password) {
        KeyStore store = load(password);
        try {
            if (Collections.list(store.aliases()).stream().noneMatch(alias -> isCertificate(store, alias))) {
                throw new IllegalArgumentException(
                        "truststore \"" + file + "\": expected certificates to trust, got none");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("truststore \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private KeyStore load(char[] password) {
        Objects.requireNonNull(password, "password");
        try (InputStream in = Files.newInputStream(file)) { // fails first if the file is missing
            if (type == null) {
                return KeyStore.getInstance(file.toFile(), password);
            }
            KeyStore store = KeyStore.getInstance(type);
            store.load(in, password);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("keystore \"" + file + "\": cannot read it: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keystore \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the keystore was loaded", e);
        }
    }

    private static boolean isCertificate(KeyStore store, String alias) {
        try {
            return store.isCertificateEntry(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the keystore was loaded", e);
        }
    }
}
