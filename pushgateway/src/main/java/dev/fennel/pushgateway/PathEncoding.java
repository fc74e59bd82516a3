package dev.fennel.pushgateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Writes a label as two segments of a URL path, so that the gateway reads back the very value.
 *
 * <p>Most values are percent-encoded, a space as {@code %20}: in a path, {@code +} is a plus. Base64, announced by a
 * suffix of the label's name, is for what no percent-encoding brings through a path: the empty value (written as one
 * character of padding), a slash, and the values {@code .} and {@code ..}, which servers and proxies resolve as steps
 * even when encoded.
 */
final class PathEncoding {
    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private PathEncoding() {}

    static void append(StringBuilder path, String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        path.append('/').append(name);
        if (value.isEmpty()) {
            path.append("@base64/=");
        } else if (value.contains("/") || value.equals(".") || value.equals("..")) {
            path.append("@base64/").append(BASE64.encodeToString(bytes));
        } else {
            path.append('/');
            appendPercentEncoded(path, bytes);
        }
    }

    private static void appendPercentEncoded(StringBuilder path, byte[] bytes) {
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                path.append(c);
            } else {
                path.append('%').append(HEX.toHexDigits(b));
            }
        }
    }
}
