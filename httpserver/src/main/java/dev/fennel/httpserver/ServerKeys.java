package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys and certificates that a server shows its clients, as they were read from files at one time.
 *
 * @param manager has them
 * @param certificates those that are shown: of each key, and of the authorities in its chain
 * @param prefix differs from those of all others, see {@link Reloaded}
 */
record ServerKeys(X509ExtendedKeyManager manager, List<X509Certificate> certificates, String prefix) {
    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");
    private static final Duration SOON = Duration.ofDays(14);
    private static final AtomicLong MADE = new AtomicLong();

    ServerKeys(X509ExtendedKeyManager manager, List<X509Certificate> certificates) {
        this(manager, certificates, MADE.incrementAndGet() + "/");
    }

    /** Logs which certificates clients will refuse because of the time, or refuse soon. */
    void logExpiry(Instant now) {
        for (X509Certificate certificate : certificates) {
            String problem = problem(certificate, now);
            if (problem != null) {
                String name = certificate.getSubjectX500Principal().getName();
                new GatherError("certificate of \"" + name + "\": " + problem).log(LOGGER, Level.WARNING);
            }
        }
    }

    private static @Nullable String problem(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            return "expired at " + end + ", clients refuse it";
        }
        if (now.isBefore(begin)) {
            return "is not valid before " + begin + ", clients refuse it until then";
        }
        return Duration.between(now, end).compareTo(SOON) < 0 ? "expires soon, at " + end : null;
    }

    /**
     * Shows each client the keys that are in the files when its handshake begins.
     *
     * <p>A handshake asks for an alias first, and then for the key and the certificates of that alias. If the files are
     * read again in between, both must come from the same reading. So an alias here begins with the prefix of its
     * reading, and the reading before the last is kept. A handshake that the files overtake twice fails.
     */
    static final class Reloaded extends X509ExtendedKeyManager {
        private final WatchedFiles<ServerKeys> files;

        Reloaded(WatchedFiles<ServerKeys> files) {
            this.files = files;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            ServerKeys keys = files.contents().now();
            return keys.prefixed(keys.manager.chooseEngineServerAlias(type, issuers, engine));
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            ServerKeys keys = files.contents().now();
            return keys.prefixed(keys.manager.chooseServerAlias(type, issuers, socket));
        }

        @Override
        public @Nullable X509Certificate[] getCertificateChain(String alias) {
            ServerKeys keys = keysOf(alias);
            return keys == null ? null : keys.manager.getCertificateChain(keys.withoutPrefix(alias));
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            ServerKeys keys = keysOf(alias);
            return keys == null ? null : keys.manager.getPrivateKey(keys.withoutPrefix(alias));
        }

        @Override
        public @Nullable String[] getServerAliases(String type, Principal[] issuers) {
            ServerKeys keys = files.contents().now();
            String[] aliases = keys.manager.getServerAliases(type, issuers);
            if (aliases != null) {
                for (int i = 0; i < aliases.length; i++) {
                    aliases[i] = keys.prefix + aliases[i];
                }
            }
            return aliases;
        }

        /** A server is no client. */
        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }

        /** A server is no client. */
        @Override
        public @Nullable String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        private @Nullable ServerKeys keysOf(String alias) {
            WatchedFiles.Contents<ServerKeys> contents = files.lastContents();
            if (alias.startsWith(contents.now().prefix)) {
                return contents.now();
            }
            return alias.startsWith(contents.before().prefix) ? contents.before() : null;
        }
    }

    private @Nullable String prefixed(@Nullable String alias) {
        return alias == null ? null : prefix + alias;
    }

    private String withoutPrefix(String alias) {
        return alias.substring(prefix.length());
    }
}
