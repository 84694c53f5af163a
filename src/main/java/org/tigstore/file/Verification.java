package org.tigstore.file;

/** When a sealed block is hashed before it is read. */
public enum Verification {
  /** The first time this process meets it, and whenever its file is not as this process left it. */
  CHANGED,
  /** At every reading. */
  ALWAYS
}
