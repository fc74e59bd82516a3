package dev.fennel.httpserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection, and the very bytes that go over it. */
public final class RawClient implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    public final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getByName("127.0.0.1"), port));
    }

    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(60_000); // so that a server that says too little fails the test
        in = socket.getInputStream();
    }

    /** All that a server answers to one request, up to the end of the connection. */
    public static String answer(int port, String requestLine, String... headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(requestLine, headers);
            return client.readToEnd();
        }
    }

    public void send(String requestLine, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(requestLine).append("\r\nHost: test\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        sendRaw(request.append("\r\n").toString());
    }

    public void sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Status line and headers, with the empty line after them. */
    public String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("connection ended after: " + head);
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Head, and as much body as it announces. */
    public String readAnswer() throws IOException {
        String head = readHead();
        return head + new String(in.readNBytes(announcedLength(head)), StandardCharsets.ISO_8859_1);
    }

    public String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the server has closed the connection and said nothing; waits for that. */
    public boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset
        }
    }

    /** Sends byte by byte, slowly, until the server closes the connection; how many bytes that took. */
    public int trickleUntilCutOff() throws IOException {
        socket.setSoTimeout(20); // the pace
        for (int sent = 0; ; sent++) {
            try {
                socket.getOutputStream().write('a');
                if (in.read() < 0) {
                    return sent;
                }
            } catch (SocketTimeoutException e) {
                // nothing is said, and the connection is there still
            } catch (IOException e) {
                return sent;
            }
        }
    }

    /** Sends what the server takes before it closes the connection. */
    public void sendUntilCutOff(String text) {
        try {
            sendRaw(text);
        } catch (IOException e) {
            // that's it
        }
    }

    /** What the server still says, until it closes the connection in whatever way. */
    public String readUntilCutOff() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // a reset is an end as well
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    public static int announcedLength(String head) {
        Matcher matcher = LENGTH.matcher(head);
        if (!matcher.find()) {
            throw new AssertionError("no Content-Length in: " + head);
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
