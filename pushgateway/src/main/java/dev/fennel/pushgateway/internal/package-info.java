/**
 * What the packages of this module share and its users do not see:
 *
 * <ul>
 *   <li>of encoding: {@link dev.fennel.pushgateway.internal.RequestChunks}, which goes through the metrics of a push
 *       and ends requests that are large enough; {@link dev.fennel.pushgateway.internal.OneValue}, which checks what a
 *       metric gives; {@link dev.fennel.pushgateway.internal.ExemplarOrder};
 *       {@link dev.fennel.pushgateway.internal.PushTimes}; and {@link dev.fennel.pushgateway.internal.Gzip};
 *   <li>of answers: {@link dev.fennel.pushgateway.internal.ContentType}, which says what they are, and
 *       {@link dev.fennel.pushgateway.internal.ProtobufFields}, which reads them;
 *   <li>of messages: {@link dev.fennel.pushgateway.internal.ShownUrl} and
 *       {@link dev.fennel.pushgateway.internal.VisibleText}, which makes texts of others fit for them;
 *   <li>{@link dev.fennel.pushgateway.internal.Nullable}, the mark of what may be null.
 * </ul>
 */
package dev.fennel.pushgateway.internal;
