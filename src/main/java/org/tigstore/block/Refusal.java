package org.tigstore.block;

/** Every way in which tig says no. What each means over HTTP is decided in one place elsewhere. */
public enum Refusal {
  /** The request itself does not make sense. */
  MALFORMED,
  /** The body was shorter or longer than announced, or broke off. */
  BODY_INCOMPLETE,
  /** The body is not the one that the caller's own digest names. */
  DIGEST_MISMATCH,
  /** The operation needs the API key, and the caller gave none or a wrong one. */
  KEY_REQUIRED,
  /** The operation needs a role that the caller does not have. */
  ROLE_REQUIRED,
  /** The request is addressed to another host. */
  WRONG_HOST,
  /** A page of another site asks for a change in the name of whoever looks at it. */
  CROSS_SITE,
  /** This caller has asked for too much at once, or failed too often. */
  TOO_MANY,
  /** The server has as much to do at once as it is allowed. */
  BUSY,
  /** Without an API key on the server, nobody may list. */
  LIST_CLOSED,
  /** A channel does not let this through. */
  CHANNEL_CLOSED,
  /** There is no such block. */
  MISSING,
  /** A channel leads to a block that is not there. */
  DANGLING,
  /** A sealed block cannot be changed. */
  SEALED,
  /** Set-if-not found something there. */
  TAKEN,
  /** A condition on the current value does not hold. */
  CONDITION_FAILED,
  /** The block would be larger than the store's limit. */
  TOO_LARGE,
  /** The range asked for lies outside the block. */
  RANGE_UNSATISFIABLE,
  /** The block asked for as a burst is not an index. */
  NOT_AN_INDEX,
  /** A sealed block's bytes were found changed; the block was set aside. */
  DAMAGED,
  /** The store itself failed; the log says why. */
  STORE_FAILED,
  /** There is no room left for the block. */
  NO_ROOM,
  /** A peer that has the block, or was to do something with it, failed. */
  PEER_FAILED,
  /** A peer did not say whether it has the block, and nobody else says to have it. */
  UNDECIDED,
  /** The node has asked itself as if it were another. */
  OWN_REQUEST,
  /** The store has been closed: it is stopping, or another one has taken its place. */
  CLOSED
}
