package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads the keys or the trusted certificates of a keystore in a file, or of {@linkplain PemFile PEM files}. */
final class KeyStoreFile {
    /** Of stores that stay in memory. */
    private static final char[] NO_PASSWORD = {};

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

    Path path() {
        return file;
    }

    /** The keys of the store, with the certificate of each. */
    ServerKeys keys(char[] password) {
        KeyStore store = load(password);
        try {
            ServerKeys keys = keys(store, password);
            if (keys.certificates().isEmpty()) {
                throw new IllegalArgumentException("keystore \"" + file + "\": expected a key, got none");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keystore \"" + file + "\": cannot take the key: " + e.getMessage(), e);
        }
    }

    /** The keys of a store that is in memory. */
    static ServerKeys keys(KeyStore store, char[] password) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.isKeyEntry(alias) ? store.getCertificateChain(alias) : null;
            for (Certificate shown : chain == null ? new Certificate[0] : chain) { // null for a key without one
                if (shown instanceof X509Certificate certificate && !certificates.contains(certificate)) {
                    certificates.add(certificate);
                }
            }
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        for (KeyManager manager : keys.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager x509) {
                return new ServerKeys(x509, certificates);
            }
        }
        throw new IllegalStateException("key managers of the kind " + keys.getAlgorithm() + ": expected X.509");
    }

    X509ExtendedTrustManager trusted(char[] password) {
        KeyStore store = load(password);
        try {
            if (Collections.list(store.aliases()).stream().noneMatch(alias -> isCertificate(store, alias))) {
                throw new IllegalArgumentException(
                        "truststore \"" + file + "\": expected certificates to trust, got none");
            }
            return trusted(store);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("truststore \"" + file + "\": " + e.getMessage(), e);
        }
    }

    /** What trusts the certificates of a store that is in memory. */
    static X509ExtendedTrustManager trusted(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        for (TrustManager manager : trust.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("trust managers of the kind " + trust.getAlgorithm() + ": expected X.509");
    }

    /** The key and the certificates of two PEM files, which may be the same. */
    static ServerKeys keysOfPem(Path certificates, Path privateKey) {
        List<X509Certificate> chain = PemFile.read(certificates).certificates();
        PrivateKey key = PemFile.read(privateKey).keyOf(chain.get(0));
        try {
            KeyStore store = empty();
            store.setKeyEntry("pem", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
            return keys(store, NO_PASSWORD);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "PEM file \"" + privateKey + "\": cannot take the key: " + e.getMessage(), e);
        }
    }

    /** What trusts the certificates of a PEM file. */
    static X509ExtendedTrustManager trustedOfPem(Path certificates) {
        List<X509Certificate> trusted = PemFile.read(certificates).certificates();
        try {
            KeyStore store = empty();
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("pem" + i, trusted.get(i));
            }
            return trusted(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("PEM file \"" + certificates + "\": " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private KeyStore load(char[] password) {
        String pem = PemFile.kindsIn(file); // fails first if the file is missing
        if (pem != null) {
            throw new IllegalArgumentException(
                    "keystore \"" + file + "\": expected PKCS12 or JKS, got a PEM file with " + pem);
        }
        try {
            if (type == null) {
                return recognized(password);
            }
            KeyStore store = KeyStore.getInstance(type);
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("keystore \"" + file + "\": cannot read it: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keystore \"" + file + "\": " + e.getMessage(), e);
        }
    }

    /** The store of whatever type the file says. The JDK's messages do not say what the file is if it is none. */
    private KeyStore recognized(char[] password) throws GeneralSecurityException, IOException {
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (KeyStoreException e) {
            throw noKeystore(e);
        } catch (EOFException e) {
            if (Files.size(file) < Integer.BYTES) { // too short to be recognised
                throw noKeystore(e);
            }
            throw new IOException("it ends too early", e);
        }
    }

    private IllegalArgumentException noKeystore(Exception cause) {
        return new IllegalArgumentException(
                "keystore \"" + file + "\": expected PKCS12 or JKS, got " + PemFile.kindOfNoKeystore(file), cause);
    }

    private static boolean isCertificate(KeyStore store, String alias) {
        try {
            return store.isCertificateEntry(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the keystore was loaded", e);
        }
    }
}
