package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file (RFC 7468): certificates or a private key in Base64, between lines that say what it is. Anything else in
 * it is skipped, such as the text that {@code openssl} prints in front.
 *
 * @param file where it was read from
 * @param blocks what is in it, in order
 */
record PemFile(Path file, List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    /** What is between two lines, and the kind of content that they say it is. */
    record Block(String kind, String content) {}

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it is no PEM file
     */
    static PemFile read(Path file) {
        byte[] bytes = bytes("PEM file", file);
        List<Block> blocks = blocks(bytes);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    "PEM file \"" + file + "\": expected \"-----BEGIN\", got " + adviceOn(Binary.of(bytes)));
        }
        return new PemFile(file, blocks);
    }

    /** The kinds of what is in a keystore that should be none, if it is a PEM file; null if it is none. */
    static @Nullable String kindsIn(Path keystore) {
        List<Block> blocks = blocks(bytes("keystore", keystore));
        return blocks.isEmpty() ? null : kinds(blocks);
    }

    /** What a file is in which no keystore was recognised, and that is no PEM file. */
    static String kindOfNoKeystore(Path file) {
        return Binary.of(bytes("keystore", file)).what;
    }

    private static byte[] bytes(String what, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) { // whose message is the name of the file
            throw new UncheckedIOException(what + " \"" + file + "\": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException(what + " \"" + file + "\": permission denied", e);
        } catch (IOException e) {
            throw new UncheckedIOException(what + " \"" + file + "\": cannot read it: " + e.getMessage(), e);
        }
    }

    private static List<Block> blocks(byte[] bytes) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static String kinds(List<Block> blocks) {
        return String.join(
                ", ", blocks.stream().map(block -> "\"" + block.kind + "\"").toList());
    }

    /** The certificates, in the order of the file. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.kind.equals(CERTIFICATE)) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "PEM file \"" + file + "\": expected a \"CERTIFICATE\", got " + kinds(blocks));
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(block)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "PEM file \"" + file + "\": cannot read its certificate: " + e.getMessage(), e);
        }
    }

    /**
     * The private key that belongs to a certificate.
     *
     * @throws IllegalArgumentException if there is none, it is written in a form that Java does not read, or it belongs
     *     to another certificate
     */
    PrivateKey keyOf(X509Certificate certificate) {
        for (Block block : blocks) {
            if (block.kind.equals(PRIVATE_KEY)) {
                return keyOf(certificate.getPublicKey(), block);
            }
            if (block.kind.endsWith(" " + PRIVATE_KEY)) {
                throw new IllegalArgumentException("PEM file \"" + file
                        + "\": expected a \"PRIVATE KEY\" (PKCS#8), got \""
                        + block.kind + "\"; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out "
                        + "pkcs8.pem");
            }
        }
        throw new IllegalArgumentException(
                "PEM file \"" + file + "\": expected a \"PRIVATE KEY\", got " + kinds(blocks));
    }

    private PrivateKey keyOf(PublicKey owner, Block block) {
        try {
            PrivateKey key = KeyFactory.getInstance(owner.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(decoded(block)));
            if (!isPair(owner, key)) {
                throw new IllegalArgumentException("PEM file \"" + file + "\": the key belongs to another certificate");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "PEM file \"" + file + "\": expected a key of the kind " + owner.getAlgorithm()
                            + ", which the certificate has: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isPair(PublicKey owner, PrivateKey key) throws GeneralSecurityException {
        byte[] message = {1, 2, 3};
        String algorithm = owner.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "DSA" -> "SHA256withDSA";
                    default -> algorithm; // the Edwards curves sign by their own name
                });
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(message);
        return signature.verify(signed);
    }

    private byte[] decoded(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.content);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "PEM file \"" + file + "\": expected Base64 below \"" + block.kind + "\": " + e.getMessage(), e);
        }
    }

    private static String adviceOn(Binary binary) {
        return binary.what
                + switch (binary) {
                    case JAVA_KEYSTORE -> ", which Tls.keystore takes";
                    case CERTIFICATE -> "; convert it with: openssl x509 -inform der -in FILE -out FILE.pem";
                    case DER -> ": if it is a PKCS12 keystore, Tls.keystore takes it";
                    case EMPTY, OTHER -> "";
                };
    }

    /** What a file is that is no PEM file. */
    private enum Binary {
        JAVA_KEYSTORE("a Java keystore"),
        CERTIFICATE("a certificate in DER"),
        DER("something in DER"),
        EMPTY("an empty file"),
        OTHER("something else");

        private static final int JKS = 0xfeedfeed;
        private static final int JCEKS = 0xcececece;
        /** How everything in DER begins that could be meant: keystores, certificates and keys. */
        private static final byte SEQUENCE = 0x30;

        private final String what;

        Binary(String what) {
            this.what = what;
        }

        static Binary of(byte[] bytes) {
            int magic = 0;
            for (int i = 0; i < Integer.BYTES && i < bytes.length; i++) {
                magic = (magic << Byte.SIZE) | (bytes[i] & 0xff);
            }
            if (bytes.length >= Integer.BYTES && (magic == JKS || magic == JCEKS)) {
                return JAVA_KEYSTORE;
            }
            if (bytes.length > 0 && bytes[0] == SEQUENCE) {
                return isCertificate(bytes) ? CERTIFICATE : DER;
            }
            return bytes.length == 0 ? EMPTY : OTHER;
        }

        private static boolean isCertificate(byte[] bytes) {
            try {
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
