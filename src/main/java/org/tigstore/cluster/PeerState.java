package org.tigstore.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Another node, as this one knows it from its latest requests.
 *
 * @param address its base address
 * @param silentFor how long it has not answered; empty if requests are sent to it
 */
public record PeerState(String address, Health health, Optional<Duration> silentFor) {
  /** Whether a node serves requests. */
  public enum Health {
    /** It answers, or has not been asked yet. */
    ANSWERING,
    /** It answers that it hands its blocks over, or stops. */
    DRAINING,
    /** No process listens there. */
    ABSENT,
    /** It has failed to answer, and no requests are sent to it for a while. */
    SILENT,
    /** It has been silent for so long that its blocks are given up. */
    GONE
  }
}
