package org.tigstore.block;

/** Every way in which tig refuses a request. */
public enum Refusal {
  /** The request itself does not make sense. */
  MALFORMED(Kind.REQUEST),
  /** The body was shorter or longer than announced, or broke off. */
  BODY_INCOMPLETE(Kind.BROKEN_OFF),
  /** The body is not the one that the caller's own digest names. */
  DIGEST_MISMATCH(Kind.REQUEST),
  /** The operation needs the API key, and the caller gave none or a wrong one. */
  KEY_REQUIRED(Kind.ACCESS),
  /** The operation needs a role that the caller does not have. */
  ROLE_REQUIRED(Kind.ACCESS),
  /** The request is addressed to another host. */
  WRONG_HOST(Kind.ACCESS),
  /** A page of another site asks for a change on behalf of its visitor. */
  CROSS_SITE(Kind.ACCESS),
  /** This caller has asked for too much at once, or failed too often. */
  TOO_MANY(Kind.THROTTLED),
  /** The server already handles as many requests as it is allowed. */
  BUSY(Kind.THROTTLED),
  /** Without an API key on the server, nobody may list. */
  LIST_CLOSED(Kind.ACCESS),
  /** A channel does not permit the operation. */
  CHANNEL_CLOSED(Kind.STATE),
  /** There is no such block. */
  MISSING(Kind.MISS),
  /** A channel leads to a block that does not exist. */
  DANGLING(Kind.MISS),
  /** A sealed block cannot be changed. */
  SEALED(Kind.STATE),
  /** Set-if-not found a block with this name. */
  TAKEN(Kind.STATE),
  /** A condition on the current value does not hold. */
  CONDITION_FAILED(Kind.STATE),
  /** The block would be larger than the store's limit. */
  TOO_LARGE(Kind.REQUEST),
  /** The requested range lies outside the block. */
  RANGE_UNSATISFIABLE(Kind.REQUEST),
  /** The block requested as a burst is not an index. */
  NOT_AN_INDEX(Kind.REQUEST),
  /** A sealed block's bytes have changed; the block was set aside. */
  DAMAGED(Kind.FAULT),
  /** The store itself failed; the log says why. */
  STORE_FAILED(Kind.FAULT),
  /** There is no room left for the block. */
  NO_ROOM(Kind.FAULT),
  /** A peer that has the block, or was to change it, failed. */
  PEER_FAILED(Kind.FAULT),
  /** A peer did not say whether it has the block, and no other peer has it. */
  UNDECIDED(Kind.FAULT),
  /** The node has sent a request to itself. */
  OWN_REQUEST(Kind.REQUEST),
  /** The store has been closed: it is stopping, or another one has taken its place. */
  CLOSED(Kind.STATE);

  private final Kind kind;

  Refusal(Kind kind) {
    this.kind = kind;
  }

  /** What the refusal has its cause in. */
  public Kind kind() {
    return kind;
  }

  /** What refusals have their cause in; each refusal has exactly one kind. */
  public enum Kind {
    /** The request cannot be served, whoever sends it. */
    REQUEST,
    /** The caller may not do this, or not in this way. */
    ACCESS,
    /** The caller, or all callers together, exceed a limit. */
    THROTTLED,
    /** What was asked for does not exist. */
    MISS,
    /** The current state of the block or of the store does not permit the operation. */
    STATE,
    /** The caller left before the body was complete. */
    BROKEN_OFF,
    /** This node, its disk or another node failed. */
    FAULT
  }
}
