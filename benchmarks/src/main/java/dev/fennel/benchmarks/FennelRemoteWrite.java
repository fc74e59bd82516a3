package dev.fennel.benchmarks;

import dev.fennel.remotewrite.RemoteWrite;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;

/** Our push by remote write 2.0, which knows one compression only. */
public final class FennelRemoteWrite implements PushMaker {
    /** For {@link PushLoad}. */
    public FennelRemoteWrite() {}

    @Override
    public Callable<?> make(URI receiver, boolean gzip, List<String[]> labelValues) {
        return RemoteWrite.to(receiver.toString(), "benchmarks")
                .version(RemoteWrite.Version.V2_0)
                .collector(FennelSeries.numbered(labelValues))::push;
    }
}
