package org.tigstore.block;

/** Every way in which tig refuses a request. */
public enum Refusal {
  /** The request is invalid. */
  MALFORMED(Kind.REQUEST),
  /** The request does not tell for sure where its body ends. */
  FRAMING_FAULTY(Kind.REQUEST),
  /** The body is transferred in a coding that tig does not decode. */
  UNKNOWN_CODING(Kind.REQUEST),
  /** The request does not tell the body's length. */
  LENGTH_REQUIRED(Kind.REQUEST),
  /** The body is encoded, and so not the bytes to be stored. */
  ENCODED(Kind.REQUEST),
  /** The body is an envelope around the bytes to be stored. */
  ENVELOPED(Kind.REQUEST),
  /** The body was shorter or longer than announced, or was cut off. */
  BODY_INCOMPLETE(Kind.BROKEN_OFF),
  /** The body does not match the caller's digest. */
  DIGEST_MISMATCH(Kind.REQUEST),
  /** The operation needs the API key, and the caller gave none or a wrong one. */
  KEY_REQUIRED(Kind.ACCESS),
  /** The operation needs a role that the caller does not have. */
  ROLE_REQUIRED(Kind.ACCESS),
  /** The request is addressed to another host. */
  WRONG_HOST(Kind.ACCESS),
  /** A page of another site requests a change on behalf of its visitor. */
  CROSS_SITE(Kind.ACCESS),
  /** This caller has too many concurrent requests or failures. */
  TOO_MANY(Kind.THROTTLED),
  /** The server already handles the maximum number of requests. */
  BUSY(Kind.THROTTLED),
  /** The server has no API key, so the list is closed. */
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
  /** The store failed; the log has the reason. */
  STORE_FAILED(Kind.FAULT),
  /** There is no room left for the block. */
  NO_ROOM(Kind.FAULT),
  /** The operating system has no file handles or no memory left for the request. */
  EXHAUSTED(Kind.FAULT),
  /** A peer that has the block, or should change it, failed. */
  PEER_FAILED(Kind.FAULT),
  /** A peer did not report whether it has the block, and no other peer has it. */
  UNDECIDED(Kind.FAULT),
  /** The node has sent a request to itself. */
  OWN_REQUEST(Kind.REQUEST),
  /** The store has been closed, because it is stopping or another one has replaced it. */
  CLOSED(Kind.STATE);

  private final Kind kind;

  Refusal(Kind kind) {
    this.kind = kind;
  }

  /** The kind of this refusal. */
  public Kind kind() {
    return kind;
  }

  /** The causes of refusals; each refusal has exactly one kind. */
  public enum Kind {
    /** The request is invalid for every caller. */
    REQUEST,
    /** The caller may not do this, or not in this way. */
    ACCESS,
    /** The caller, or all callers together, exceed a limit. */
    THROTTLED,
    /** The requested block does not exist. */
    MISS,
    /** The current state of the block or of the store does not permit the operation. */
    STATE,
    /** The caller left before the body was complete. */
    BROKEN_OFF,
    /** This node, its disk or another node failed. */
    FAULT
  }
}
