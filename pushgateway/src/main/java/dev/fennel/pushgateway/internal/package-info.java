/**
 * What the packages of this module share and its users do not see:
 *
 * <ul>
 *   <li>of encoding: {@link dev.fennel.pushgateway.internal.RequestChunks}, which goes through the metrics of a push
 *       and ends requests that are large enough; {@link dev.fennel.pushgateway.internal.OneValue}, which checks what a
 *       metric gives; {@link dev.fennel.pushgateway.internal.ExemplarOrder};
 *       {@link dev.fennel.pushgateway.internal.PushTimes}; and {@link dev.fennel.pushgateway.internal.Gzip};
 *   <li>of answers: {@link dev.fennel.pushgateway.internal.ProtobufFields}, which reads them, and
 *       {@link dev.fennel.pushgateway.internal.VisibleText}, which makes them fit for a message;
 *   <li>{@link dev.fennel.pushgateway.internal.Nullable}, the mark of what may be null.
 * </ul>
 */
package dev.fennel.pushgateway.internal;
