package com.example.tig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238): six digits, HMAC-SHA-1, steps of 30 seconds, one step
 * early or late. Each counts once. After five wrong ones in one step none counts until the next, or
 * a million guesses would find one (RFC 4226, section 7.3).
 */
final class OneTimeCodes {
  private static final long STEP_SECONDS = 30;
  private static final int MOST_FAILURES = 5;

  private final SecretKeySpec secret;
  private long lastUsed = Long.MIN_VALUE;
  private long failuresIn = Long.MIN_VALUE;
  private int failures;

  OneTimeCodes(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA1");
  }

  /** Whether this code counts at this time, in seconds since 1970. It does not count again. */
  synchronized boolean accept(String code, long seconds) throws GeneralSecurityException {
    long now = seconds / STEP_SECONDS;
    if (failuresIn != now) {
      failuresIn = now;
      failures = 0;
    }
    long found = Long.MIN_VALUE;
    for (long step = now - 1; step <= now + 1; step++) {
      // In constant time: how much of it is right must not show.
      if (MessageDigest.isEqual(code(step).getBytes(UTF_8), code.getBytes(UTF_8))) {
        found = step;
      }
    }
    if (failures >= MOST_FAILURES || found <= lastUsed) {
      failures++;
      return false;
    }
    lastUsed = found;
    return true;
  }

  /** The code of this step (RFC 4226, section 5.3). */
  private String code(long step) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(secret);
    byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    return String.format("%06d", number % 1_000_000);
  }
}
