package dev.fennel.benchmarks;

import dev.fennel.otlp.OtlpPush;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;

/** Our push over OTLP. */
public final class FennelOtlp implements PushMaker {
    /** For {@link PushLoad}. */
    public FennelOtlp() {}

    @Override
    public Callable<?> make(URI receiver, boolean gzip, List<String[]> labelValues) {
        OtlpPush push = OtlpPush.to(receiver.toString(), "benchmarks").collector(FennelSeries.numbered(labelValues));
        return gzip ? push.gzip()::push : push::push;
    }
}
