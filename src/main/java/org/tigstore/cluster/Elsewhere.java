package org.tigstore.cluster;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Where else than on this node the blocks of one request may be. */
interface Elsewhere {
  /** Hands the block over, if this node is about to end and has it. */
  void letGo(BlockName name);

  /** The condition of a change here, of a block that was here when it was last looked for. */
  Condition ifStillHere(Condition condition);

  /** Looks for the block. */
  Search search(BlockName name) throws IOException;

  /** Reads the block from where a search finds it. */
  PeerReading reading(BlockName name, Search search);

  /**
   * The peer to make a block at that nobody has; empty if this node makes it.
   *
   * @throws RefusedException {@link Refusal#CLOSED} if nobody is to make it on this request
   */
  Optional<Peer> newHome(BlockName name) throws RefusedException;

  /** How peers are asked. */
  PeerRequests requests();
}
