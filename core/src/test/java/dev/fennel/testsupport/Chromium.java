package dev.fennel.testsupport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real browser with one page, headless, driven by the DevTools protocol over a WebSocket. Not safe for use by several
 * threads.
 *
 * <p>{@link #eval} runs JavaScript in the page through the protocol, so the Content-Security-Policy of the page does
 * not apply to it. What the page itself logs or violates is in {@link #complaints}.
 */
public final class Chromium implements AutoCloseable {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);
    private static final Set<String> COMPLAINTS = Set.of(
            "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Page.javascriptDialogOpening");

    private final RealServer browser;
    private final WebSocket socket;
    private final BlockingQueue<Map<String, Object>> received = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private int lastId;

    private Chromium(RealServer browser) {
        this.browser = browser;
        Object page = page(browser).orElseThrow().get("webSocketDebuggerUrl");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create((String) page), new Receiver())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", "");
        }
    }

    /**
     * Starts a browser. Skips or fails the test on a machine without the program.
     *
     * @param profile an empty folder for the files of the browser
     * @return a browser with an empty page
     */
    public static Chromium start(Path profile) {
        Path program = RealProgram.find("chromium");
        return new Chromium(RealServer.start(
                port -> List.of(
                        "env",
                        "TMPDIR=" + profile, // so that nothing is left elsewhere
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1280,900",
                        "--remote-debugging-port=" + port,
                        "--user-data-dir=" + profile,
                        "about:blank"),
                running -> page(running).isPresent()));
    }

    private static Optional<Map<String, Object>> page(RealServer browser) {
        return Json.objects(Json.parse(browser.get("/json/list"))).stream()
                .filter(target -> target.get("type").equals("page"))
                .findFirst();
    }

    /**
     * Opens a page and waits until its document is loaded. Complaints about earlier pages are dropped.
     *
     * @param uri the page
     */
    public void open(URI uri) {
        navigate("about:blank"); // where nothing complains
        complaints.clear();
        navigate(uri.toString());
    }

    private void navigate(String url) {
        call("Page.navigate", "\"url\":" + quote(url));
        await("document.readyState === 'complete' && location.href === " + quote(url));
    }

    /**
     * Evaluates an expression in the page.
     *
     * @param expression JavaScript whose value can be written as JSON; a promise is awaited
     * @return the value as {@link Json#parse} returns it; null for undefined
     */
    public Object eval(String expression) {
        Map<String, Object> answer = call(
                "Runtime.evaluate", "\"returnByValue\":true,\"awaitPromise\":true,\"expression\":" + quote(expression));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + " threw " + answer.get("exceptionDetails"));
        }
        return Json.object(answer.get("result")).get("value");
    }

    /**
     * Evaluates an expression until it is true, for at most a minute.
     *
     * @param expression JavaScript
     */
    public void await(String expression) {
        long start = System.nanoTime();
        while (!Boolean.TRUE.equals(eval(expression))) {
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new IllegalStateException("after " + WAIT_LIMIT + " still not: " + expression + ", the page says "
                        + eval("document.body.innerText") + ", complaints " + complaints());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /**
     * Types into the element that has the focus.
     *
     * @param text the text to type
     */
    public void type(String text) {
        text.codePoints().mapToObj(Character::toString).forEach(key -> {
            call("Input.dispatchKeyEvent", "\"type\":\"keyDown\",\"key\":" + quote(key) + ",\"text\":" + quote(key));
            call("Input.dispatchKeyEvent", "\"type\":\"keyUp\",\"key\":" + quote(key));
        });
    }

    /**
     * Presses a key that does not type a character.
     *
     * @param key its name, such as {@code Tab}
     * @param code its Windows virtual key code, by which Chromium recognises the key
     * @param text the text that the key enters, may be empty
     */
    public void press(String key, int code, String text) {
        String named = "\"key\":" + quote(key) + ",\"code\":" + quote(key) + ",\"windowsVirtualKeyCode\":" + code;
        call("Input.dispatchKeyEvent", "\"type\":\"keyDown\"," + named + ",\"text\":" + quote(text));
        call("Input.dispatchKeyEvent", "\"type\":\"keyUp\"," + named);
    }

    /**
     * Emulates a preferred colour scheme and a size of the screen.
     *
     * @param scheme {@code light} or {@code dark}
     * @param width in CSS pixels
     * @param height in CSS pixels
     */
    public void show(String scheme, int width, int height) {
        call(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":" + quote(scheme) + "}]");
        call(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":"
                        + (width < 600));
    }

    /**
     * Takes a screenshot of the page.
     *
     * @return a PNG image
     */
    public byte[] screenshot() {
        Map<String, Object> answer = call("Page.captureScreenshot", "\"format\":\"png\"");
        return Base64.getDecoder().decode((String) answer.get("data"));
    }

    /**
     * The complaints of the browser since the page was opened: uncaught exceptions, dialogs, console output and log
     * entries, such as violations of a policy.
     *
     * @return the messages as the browser reports them
     */
    public List<String> complaints() {
        eval("0"); // what came before this answer has been received then
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        browser.close();
    }

    private Map<String, Object> call(String method, String parameters) {
        int id = ++lastId;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true)
                .join();
        while (true) {
            Map<String, Object> message = next(method);
            if (message.containsKey("error")) {
                throw new IllegalStateException(method + ": " + message.get("error"));
            }
            if (Double.valueOf(id).equals(message.get("id"))) {
                return Json.object(message.get("result"));
            }
            note(message);
        }
    }

    private void note(Map<String, Object> event) {
        if (COMPLAINTS.contains(event.get("method"))) {
            complaints.add(event.toString());
        }
    }

    private Map<String, Object> next(String method) {
        try {
            Map<String, Object> message = received.poll(WAIT_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException(method + ": no answer, the browser says:\n" + browser.output());
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Puts messages into the queue once they are complete. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received.add(Json.object(Json.parse(parts.toString())));
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
