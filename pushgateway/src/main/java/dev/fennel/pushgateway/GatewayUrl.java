package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.VisibleText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns the address of a receiver, as a user writes it, into a URL to which a path can be appended. */
final class GatewayUrl {
    private static final Pattern USER_INFO = Pattern.compile("^([^/?#]*//)[^/?#]*@");
    private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("([?#]).*", Pattern.DOTALL);
    /** Parameters of a path, such as {@code ;jsessionid=...}, and all that comes after them. */
    private static final Pattern NOT_PLAIN_PATH = Pattern.compile("[;?#].*", Pattern.DOTALL);

    private GatewayUrl() {}

    /**
     * Checks a URL.
     *
     * @param what what messages call it
     * @param example one that is right
     * @param mayHaveQuery whether it is sent to as it is
     */
    static String normalize(String url, String what, String example, boolean mayHaveQuery) {
        if (url.contains("@")) {
            // Not quoted, because it may hold a password. A whole push URL with "@base64" ends up here as well.
            throw new IllegalArgumentException(what + " contains \"@\", expected it like \"" + example
                    + "\" and without credentials, which belong into basicAuth");
        }
        Function<String, IllegalArgumentException> invalid = fault -> invalid(url, what, example, fault);
        String full = url.contains("://") ? url : "http://" + url;
        URI uri =
                parse(full.endsWith("/") && !full.contains("?") ? full.substring(0, full.length() - 1) : full, invalid);
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw invalid.apply("its scheme is \"" + uri.getScheme() + "\"");
        }
        if (uri.getHost() == null) {
            throw invalid.apply("it has no host name of letters, digits, \"-\" and \".\"");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw invalid.apply("its port is " + uri.getPort());
        }
        if (uri.getRawFragment() != null || (uri.getRawQuery() != null && !mayHaveQuery)) {
            throw invalid.apply(mayHaveQuery ? "it has a fragment" : "it has a query or a fragment");
        }
        return uri.toASCIIString();
    }

    private static URI parse(String full, Function<String, IllegalArgumentException> invalid) {
        try {
            return new URI(full);
        } catch (URISyntaxException e) {
            throw invalid.apply(e.getReason());
        }
    }

    /** A URL, or what stands in place of one, as messages may quote it: no user info, path parameters or query. */
    static String withoutSecrets(String url) {
        return VisibleText.of(NOT_PLAIN_PATH
                .matcher(USER_INFO.matcher(url).replaceFirst("$1"))
                .replaceFirst(""));
    }

    private static IllegalArgumentException invalid(String url, String what, String example, String fault) {
        String quoted = VisibleText.of(QUERY_OR_FRAGMENT.matcher(url).replaceFirst("$1..."));
        return new IllegalArgumentException(
                what + " \"" + quoted + "\": expected one like \"" + example + "\", but " + fault);
    }
}
