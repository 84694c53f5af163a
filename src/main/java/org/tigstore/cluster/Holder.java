package org.tigstore.cluster;

import java.util.Optional;
import org.tigstore.block.RefusedException;

/**
 * A peer that has a block.
 *
 * @param peer the peer
 * @param head what it says of the block
 * @param closed how it refuses readers, if the block is a channel for writing only
 */
record Holder(Peer peer, PeerHead head, Optional<RefusedException> closed) {}
