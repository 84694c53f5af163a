package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The store that a contract is tested by. Its limit is {@link #LIMIT} bytes, its clock {@link
 * #clock()}, and its guard {@link #guard()}.
 */
public interface StoreUnderTest {
  /** The limit of the store under test. */
  int LIMIT = 200_000;

  /** The value that the guard of the store under test protects. */
  String GUARDED = "guarded";

  /** A slot's name. */
  BlockName SLOT = Bodies.nameOf("the key of a slot");

  /** The store under test, the same one throughout a test. */
  BlockAccess store();

  /** The clock of the store under test. */
  ManualClock clock();

  /** A guard that refuses changes of slots whose value is {@value #GUARDED}. */
  static SlotGuard guard() {
    return current -> {
      if (new String(current.bytes().readAllBytes(), UTF_8).equals(GUARDED)) {
        throw new RefusedException(Refusal.CHANNEL_CLOSED, "guarded");
      }
    };
  }
}
