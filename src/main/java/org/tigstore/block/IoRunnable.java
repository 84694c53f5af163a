package org.tigstore.block;

import java.io.IOException;

/** Work without a result that the file system, a peer or a refusal may fail. */
@FunctionalInterface
public interface IoRunnable {
  /** Does the work once. */
  void run() throws IOException;
}
