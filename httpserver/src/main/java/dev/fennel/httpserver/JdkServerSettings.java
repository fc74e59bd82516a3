package dev.fennel.httpserver;

/**
 * Settings of the JDK's server that can only be made by system properties, and whose defaults do harm.
 *
 * <p>The JDK reads them once, when the first server of the JVM is made. What the user has set stays.
 */
final class JdkServerSettings {
    private JdkServerSettings() {}

    static void apply() {
        // The JDK writes headers and body apart. Without this, the body of a scrape over a kept connection waits for
        // the client's delayed acknowledgement of the headers: 40 ms on Linux, up to JDK 20.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }
}
