package org.tigstore.server;

import org.tigstore.block.BlockReader;
import org.tigstore.block.BlockStore;

/** The store as the EJB container offers it to the rest of the application. */
public interface StoreService extends BlockStore {
  /** The settings that the store was opened with. */
  Settings settings();

  /** Reads blocks without the container. */
  BlockReader directly();

  /** Has the container's timer run this once a minute from now on; it has to return at once. */
  void onTimer(Runnable sweep);
}
