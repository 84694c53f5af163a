package org.tigstore.cluster;

/** Whom a node believes to be a peer, where peers speak TLS. */
public enum PeerTrust {
  /** Whoever has a certificate for the cluster's name from an authority that Java trusts. */
  VERIFY,
  /** Whoever has one given certificate. */
  PIN,
  /** Anybody who can be reached at a peer's address. */
  INSECURE
}
