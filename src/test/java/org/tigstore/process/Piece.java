package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tigstore.block.Sha256;

/**
 * Bytes that tell torn from whole: a line with an identity, a length and a digest, then as many
 * bytes with that digest.
 */
final class Piece {
  private static final int LARGEST_EXPONENT = 19;
  private static final int LARGE_BYTES = 2 * 1024 * 1024;

  private Piece() {}

  /** A piece of a few bytes to half a MiB, small ones as likely as large ones. */
  static byte[] random(Identity identity, Random random) {
    return ofSize((int) Math.pow(2, random.nextDouble() * LARGEST_EXPONENT), identity, random);
  }

  /** A piece so large that writing it takes a while. */
  static byte[] large(Identity identity, Random random) {
    return ofSize(LARGE_BYTES, identity, random);
  }

  private static byte[] ofSize(int length, Identity identity, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] head = (identity + " " + bytes.length + " " + digits(bytes) + "\n").getBytes(UTF_8);
    return ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes).array();
  }

  /** Whose pieces these bytes are, one after the other; fails if any of them is not whole. */
  static List<Identity> identities(byte[] content) {
    List<Identity> identities = new ArrayList<>();
    int position = 0;
    while (position < content.length) {
      int headEnd = lineEnd(content, position);
      String[] head = new String(content, position, headEnd - position, UTF_8).split(" ", -1);
      if (head.length != 3) {
        throw new AssertionError("no piece begins at byte " + position);
      }
      position = headEnd + 1 + Integer.parseInt(head[1]);
      if (position > content.length) {
        throw new AssertionError("piece " + head[0] + " ends early");
      }
      if (!digits(Arrays.copyOfRange(content, headEnd + 1, position)).equals(head[2])) {
        throw new AssertionError("piece " + head[0] + " has other bytes");
      }
      identities.add(Identity.parse(head[0]));
    }
    return identities;
  }

  /** Whether these bytes are whole pieces, one at least. */
  static boolean areWhole(byte[] content) {
    try {
      return !identities(content).isEmpty();
    } catch (AssertionError | NumberFormatException e) {
      return false;
    }
  }

  private static int lineEnd(byte[] content, int start) {
    for (int position = start; position < content.length; position++) {
      if (content[position] == '\n') {
        return position;
      }
    }
    throw new AssertionError("the head of a piece ends early, at byte " + content.length);
  }

  private static String digits(byte[] bytes) {
    return Sha256.nameOf(bytes).digits();
  }
}
