package dev.fennel.httpserver;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
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
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD,
                "-alias",
                ALIAS,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("-keyalg")) {
            arguments.addAll(List.of("-keyalg", "EC"));
        }
        keytool(arguments);
        return file;
    }

    /** The certificate of a keystore, as DER. */
    static byte[] certificateOf(Path keystore) throws Exception {
        return load(keystore).getCertificate(ALIAS).getEncoded();
    }

    /** A PEM file with the certificate of a keystore. */
    static Path certificatePem(Path keystore, Path file) throws Exception {
        return pem(file, "CERTIFICATE", certificateOf(keystore));
    }

    /** A PEM file with the key of a keystore. */
    static Path keyPem(Path keystore, Path file) throws Exception {
        return pem(
                file,
                "PRIVATE KEY",
                load(keystore).getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] content) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    /** A truststore with the certificate of a keystore. */
    static Path truststore(Path keystore, Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", load(keystore).getCertificate(ALIAS));
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
