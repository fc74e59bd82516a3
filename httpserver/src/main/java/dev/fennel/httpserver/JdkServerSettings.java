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
        setDefault("sun.net.httpserver.nodelay", "true");
        // Seconds for a request to arrive and for an answer to be made and taken. Without these, a client that falls
        // silent half-way holds its thread for ever.
        setDefault("sun.net.httpserver.maxReqTime", "60");
        setDefault("sun.net.httpserver.maxRspTime", "600");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
