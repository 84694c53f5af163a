package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;

/** A server on this machine, with its data in memory, for as long as it is measured. */
interface Server extends Closeable {
  /** What the table calls it. */
  String name();

  /** Deletes everything that was stored, so that memory does not run out. */
  void clear() throws IOException;

  /** What it has used. */
  ProcessTree processes();
}
