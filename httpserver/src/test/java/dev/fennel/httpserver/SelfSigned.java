package dev.fennel.httpserver;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that its own owner trusts. */
public final class SelfSigned {
    static final String PASSWORD = "secret";

    private static final String ALIAS = "localhost";

    private SelfSigned() {}

    /** For servers and clients alike. */
    public static SSLContext context(Path directory) throws Exception {
        return context(load(keystore(directory.resolve("localhost.p12"))));
    }

    /** A context whose key is in one keystore, and that trusts what is in another. */
    public static SSLContext context(Path keys, Path trusted) throws Exception {
        return context(load(keys), load(trusted));
    }

    /** A keystore with a new key, made by the JDK's keytool, with further options for it. */
    static Path keystore(Path file, String... options) throws Exception {
        makeKey(file, ALIAS, options);
        return file;
    }

    /**
     * A keystore with a new key and the chain of its certificate: an authority has signed it, with further options for
     * that one's certificate, and a root that is not in the store has signed the authority's.
     *
     * @param root where to put a truststore with the root
     */
    static Path keystoreOfAuthority(Path file, Path root, String... options) throws Exception {
        Path all = file.resolveSibling("all-" + file.getFileName());
        makeKey(all, "root", "-ext", "bc=ca:true");
        List<String> signed = new ArrayList<>(List.of("-signer", "root", "-ext", "bc=ca:true"));
        signed.addAll(List.of(options));
        makeKey(all, "authority", signed.toArray(new String[0]));
        makeKey(all, ALIAS, "-signer", "authority");
        KeyStore made = load(all);
        char[] password = PASSWORD.toCharArray();
        KeyStore keys = empty();
        keys.setKeyEntry(
                ALIAS, made.getKey(ALIAS, password), password, Arrays.copyOf(made.getCertificateChain(ALIAS), 2));
        KeyStore trusted = empty();
        trusted.setCertificateEntry("trusted", made.getCertificate("root"));
        store(trusted, root);
        return store(keys, file);
    }

    private static void makeKey(Path file, String alias, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("-keyalg")) {
            arguments.addAll(List.of("-keyalg", "EC"));
        }
        keytool(arguments);
    }

    /** The certificate of a keystore, as DER. */
    static byte[] certificateOf(Path keystore) throws Exception {
        return load(keystore).getCertificate(ALIAS).getEncoded();
    }

    /** A PEM file with the certificate of a keystore, and those of the authorities that are in its chain. */
    static Path certificatePem(Path keystore, Path file) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Certificate certificate : load(keystore).getCertificateChain(ALIAS)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(file, text);
    }

    /** A PEM file with the key of a keystore. */
    static Path keyPem(Path keystore, Path file) throws Exception {
        Key key = load(keystore).getKey(ALIAS, PASSWORD.toCharArray());
        return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }

    /** A truststore with the certificate of a keystore. */
    static Path truststore(Path keystore, Path file) throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("trusted", load(keystore).getCertificate(ALIAS));
        return store(store, file);
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path store(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static void keytool(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(arguments);
        command.add(
                0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws Exception {
        return context(store, store);
    }

    private static SSLContext context(KeyStore store, KeyStore trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
