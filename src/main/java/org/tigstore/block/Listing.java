package org.tigstore.block;

import java.io.Closeable;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Iterates over names; the code that requested it closes it. Both methods of the iterator throw
 * {@link UncheckedIOException} if the remaining names cannot be read. For one thread.
 */
public interface Listing extends Iterator<BlockName>, Closeable {
  /** A listing of these names that needs no closing. */
  static Listing of(Iterator<BlockName> names) {
    return new Listing() {
      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public BlockName next() {
        return names.next();
      }

      @Override
      public void close() {}
    };
  }
}
