package org.tigstore.access;

import java.util.Locale;

/** What a request asks for, as permissions, the audit log and the metrics know it. */
public enum Operation {
  /** Ask whether the node is well, or which methods a path has. */
  PROBE(Permission.NONE),
  /** Ask which tig this is. */
  VERSION(Permission.READ),
  /** Read the node's figures. */
  MONITOR(Permission.MONITOR),
  /** Name a key. */
  NAME(Permission.NAME),
  /** Look at a block without reading it. */
  LOOK(Permission.READ),
  /** Read a block. */
  READ(Permission.READ),
  /** Read what an index names. */
  BURST(Permission.READ),
  /** Seal a body under its own SHA-256. */
  SEAL(Permission.ADD),
  /** Make a block where there is none. */
  CREATE(Permission.ADD),
  /** Put a body behind a slot's value. */
  APPEND(Permission.ADD),
  /** Write a slot, whatever is there. */
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

  /** What it needs. */
  public Permission permission() {
    return permission;
  }

  /** Whether it may change what is stored. */
  public boolean changes() {
    return permission == Permission.ADD || permission == Permission.CHANGE;
  }

  /** Its name in logs and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
