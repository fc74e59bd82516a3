package dev.fennel.httpserver;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who may log in: the hash of the password, and for a few minutes a quick way to know the right password
 * again, so that not each scrape costs a slow hash. The quick way is a keyed digest, whose key is this process' own.
 */
final class Account {
    static final long REMEMBERED_NANOS = 300_000_000_000L;

    private static final SecretKeySpec KEY = newKey();

    private final PasswordHash hash;
    private final LongSupplier nanoTime;
    private volatile Remembered remembered;

    /** The digest of a password that was right, and when it was. */
    private record Remembered(byte[] digest, long since) {}

    Account(PasswordHash hash, LongSupplier nanoTime) {
        this.hash = hash;
        this.nanoTime = nanoTime;
    }

    /** Whether this password was right a short while ago; if not, nothing is known. */
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

    /** Whether a password is right, in the time of a slow hash whatever it is. */
    boolean isRight(char[] password) {
        return hash.matches(password);
    }

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
