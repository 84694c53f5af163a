package org.tigstore.block;

import java.io.Closeable;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Names, one after the other, closed by whoever asked for them. Both methods of the iterator throw
 * {@link UncheckedIOException} if the rest cannot be had. For one thread.
 */
public interface Listing extends Iterator<BlockName>, Closeable {
  /** These names, of which nothing is left to be closed. */
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
