package dev.fennel.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fake {@code /proc} with one process in it. */
public record FakeProc(Path root) {
    public static final String AFTER_NAME = " S 1 42 42 0 -1 4194560 900 0 7 0 "
            + "1234 566 3 4 20 0 17 0 98765 3133440000 3830 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1\n";

    public static FakeProc complete(Path root) {
        FakeProc proc = new FakeProc(root);
        proc.write("stat", "cpu  1 2 3 4\nintr 5 6 7\nctxt 8\nbtime 1700000000\nprocesses 9\n");
        proc.write("self/stat", "42 (java)" + AFTER_NAME);
        proc.write("self/status", "Name:\tjava\nVmSize:\t 3060000 kB\nVmRSS:\t   15320 kB\nThreads:\t17\n");
        proc.write("self/limits", limits("1024", "8589934592"));
        proc.write(
                "self/net/netstat",
                "TcpExt: SyncookiesSent InOctets\nTcpExt: 11 12\n"
                        + "IpExt: InNoRoutes InOctets OutOctets InCEPkts\nIpExt: 0 43938429 82043 5\n");
        for (String descriptor : new String[] {"0", "1", "2", "17"}) {
            proc.write("self/fd/" + descriptor, "");
        }
        return proc;
    }

    public static String limits(String openFiles, String addressSpace) {
        return """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max open files            %s                   524288               files
                Max address space         %s                   unlimited            bytes
                Max realtime timeout      unlimited            unlimited            us
                """.formatted(openFiles, addressSpace);
    }

    public void write(String file, String content) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void delete(String file) {
        try {
            Files.delete(root.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
