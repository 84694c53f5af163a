package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

/** A server on this machine, with its data in memory, for as long as it is measured. */
interface Server extends Closeable {
  /** What the table calls it. */
  String name();

  /** Where it listens, without a slash at the end. */
  URI address();

  /** Stores these bytes and tells where they can be read. */
  URI store(byte[] bytes) throws IOException, InterruptedException;

  /** Deletes everything that was stored, so that memory does not run out. */
  void clear() throws IOException;

  /** The processor time that it has used so far. */
  double processorSeconds() throws IOException;

  /** The most memory that it has ever held, in bytes. */
  long peakMemory() throws IOException;
}
