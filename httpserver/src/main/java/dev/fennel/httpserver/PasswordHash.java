package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A salted PBKDF2 hash, which is kept in place of a password so that a dump of the heap does not reveal it. It never
 * leaves the memory of the process.
 *
 * <p>Immutable.
 */
final class PasswordHash {
    /**
     * Makes a hash take tens of milliseconds: expensive for an attacker who guesses passwords, and cheap enough for the
     * application when a stranger tries one.
     */
    private static final int ITERATIONS = 100_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(byte[] salt, byte[] hash) {
        this.salt = salt;
        this.hash = hash;
    }

    static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(salt, pbkdf2(password, salt));
    }

    /** A random hash, which for all practical purposes no password has. To compare with it takes as long as usual. */
    static PasswordHash ofNothing() {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BITS / Byte.SIZE];
        RANDOM.nextBytes(salt);
        RANDOM.nextBytes(hash);
        return new PasswordHash(salt, hash);
    }

    /** Whether this is the hash of a password, in a time that does not depend on how similar the two hashes are. */
    boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, pbkdf2(password, salt));
    }

    private static byte[] pbkdf2(char[] password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is part of java.base", e);
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * The password hash of one user, and for a few minutes after the right password was sent, a keyed digest of it that
     * is quick to compare. So not every scrape costs a slow hash. The key of the digest is random and belongs to this
     * process.
     *
     * <p>Used by any number of threads: what is remembered is one immutable value in a volatile field. A thread that
     * reads an old value computes one slow hash too many, or accepts a password that was right within the same minutes.
     */
    static final class CredentialCache {
        static final long REMEMBERED_NANOS = 300_000_000_000L;

        private static final SecretKeySpec KEY = newKey();

        private final PasswordHash hash;
        private final LongSupplier nanoTime;
        private volatile @Nullable Remembered remembered;

        /** The digest of the right password, and when that password was last checked against the slow hash. */
        private record Remembered(byte[] digest, long since) {}

        CredentialCache(PasswordHash hash, LongSupplier nanoTime) {
            this.hash = hash;
            this.nanoTime = nanoTime;
        }

        /** Whether this password was right within the last minutes. False says nothing about the password. */
        boolean remembers(byte[] password) {
            Remembered last = remembered;
            if (last == null) {
                return false;
            }
            if (nanoTime.getAsLong() - last.since > REMEMBERED_NANOS) {
                remembered = null;
                return false;
            }
            return MessageDigest.isEqual(last.digest, digest(password));
        }

        /** Whether a password is right. Takes the time of a slow hash for right and wrong passwords alike. */
        boolean isRight(char[] password) {
            return hash.matches(password);
        }

        /** Remembers a password that was found to be right. */
        void remember(byte[] password) {
            remembered = new Remembered(digest(password), nanoTime.getAsLong());
        }

        private static byte[] digest(byte[] password) {
            try {
                Mac mac = Mac.getInstance(KEY.getAlgorithm());
                mac.init(KEY);
                return mac.doFinal(password);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + KEY.getAlgorithm(), e);
            }
        }

        private static SecretKeySpec newKey() {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            return new SecretKeySpec(key, "HmacSHA256");
        }
    }
}
