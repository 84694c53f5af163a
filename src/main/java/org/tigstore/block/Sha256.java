package org.tigstore.block;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that names blocks: SHA-256 (FIPS 180-4), which every Java platform must provide. */
public final class Sha256 {
  private Sha256() {}

  /** Starts a computation, for one thread. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform has no SHA-256", e);
    }
  }

  /** The name under which these bytes are sealed. */
  public static BlockName nameOf(byte[] bytes) {
    return BlockName.ofDigest(start().digest(bytes));
  }
}
