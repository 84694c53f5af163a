package org.tigstore.protocol;

import java.io.IOException;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;

/** The changes to a named block. */
enum Change {
  WRITE {
    @Override
    void make(Writes writes, BlockName name, Body body, Condition condition) throws IOException {
      writes.write(name, body, Writes.Mode.REPLACE, condition);
    }
  },
  APPEND {
    @Override
    void make(Writes writes, BlockName name, Body body, Condition condition) throws IOException {
      writes.write(name, body, Writes.Mode.APPEND, condition);
    }
  },
  DELETE {
    @Override
    void make(Writes writes, BlockName name, Body body, Condition condition) throws IOException {
      writes.delete(name, condition);
    }
  },
  TAKE {
    @Override
    void make(Writes writes, BlockName name, Body body, Condition condition) throws IOException {
      writes.take(name, condition).close();
    }
  };

  /** Makes the change under this condition; the body is used if the change has one. */
  abstract void make(Writes writes, BlockName name, Body body, Condition condition)
      throws IOException;

  /** Whether the change has a body. */
  boolean hasBody() {
    return this == WRITE || this == APPEND;
  }
}
