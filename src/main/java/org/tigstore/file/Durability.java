package org.tigstore.file;

/** What a returned change survives. */
public enum Durability {
  /** The loss of power: files and directories are synced before a change returns. */
  FSYNC,
  /** The sudden death of the process, not that of the machine. */
  NONE
}
