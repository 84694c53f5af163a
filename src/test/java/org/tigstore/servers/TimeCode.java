package org.tigstore.servers;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes as a caller's own device makes them (RFC 6238). */
final class TimeCode {
  private static final long STEP_SECONDS = 30;

  private TimeCode() {}

  /** The code of the step in which this second is. */
  static String at(long seconds, byte[] secret, int digits) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(seconds / STEP_SECONDS).array());
    long bits = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fff_ffffL;
    BigInteger code = BigInteger.valueOf(bits).mod(BigInteger.TEN.pow(digits));
    return String.format("%0" + digits + "d", code);
  }
}
