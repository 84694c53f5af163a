package org.tigstore.access;

import java.util.Locale;

/** The operation of a request, for permissions, the audit log and the metrics. */
public enum Operation {
  /** Read a file of the page. */
  PAGE(Permission.NONE),
  /** Check the health of the node, or list the methods of a path. */
  PROBE(Permission.NONE),
  /** Read the version. */
  VERSION(Permission.READ),
  /** Read the node's metrics. */
  MONITOR(Permission.MONITOR),
  /** Read the node's settings and the state of its peers. */
  STATUS(Permission.MONITOR),
  /** Compute the name for a key. */
  NAME(Permission.NAME),
  /** Read the metadata of a block. */
  LOOK(Permission.READ),
  /** Read a block. */
  READ(Permission.READ),
  /** Read the blocks that an index names. */
  BURST(Permission.READ),
  /** Seal a body under its SHA-256. */
  SEAL(Permission.ADD),
  /** Create a block where there is none. */
  CREATE(Permission.ADD),
  /** Append a body to a slot. */
  APPEND(Permission.ADD),
  /** Write a slot, whatever its value. */
  WRITE(Permission.CHANGE),
  /** Delete a slot. */
  DELETE(Permission.CHANGE),
  /** Read and delete a slot. */
  TAKE(Permission.CHANGE),
  /** List all blocks. */
  LIST(Permission.LIST);

  private final Permission permission;

  Operation(Permission permission) {
    this.permission = permission;
  }

  /** The required permission. */
  public Permission permission() {
    return permission;
  }

  /** Whether it may change what is stored. */
  public boolean changes() {
    return permission == Permission.ADD || permission == Permission.CHANGE;
  }

  /** The name in logs and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
