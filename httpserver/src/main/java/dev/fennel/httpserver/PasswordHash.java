package dev.fennel.httpserver;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept in place of a password, so that a dump of the heap does not tell it: a salted PBKDF2 hash. It never
 * leaves the memory of the process.
 */
final class PasswordHash {
    /** Tens of milliseconds: dear for who guesses, and not too dear for the application when a stranger tries one. */
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

    /** A hash that no password has, as far as anybody can tell, and which takes as long to compare with. */
    static PasswordHash ofNothing() {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BITS / Byte.SIZE];
        RANDOM.nextBytes(salt);
        RANDOM.nextBytes(hash);
        return new PasswordHash(salt, hash);
    }

    /** Compares in a time that does not depend on how much of the two is the same. */
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
}
