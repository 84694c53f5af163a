package org.tigstore.block;

/** The contract against the simplest engine, so that the contract itself is known to be sound. */
class MemoryBlockStoreTest implements BlockStoreContract {
  private final ManualClock clock = new ManualClock();
  private final BlockStore store = new MemoryBlockStore(LIMIT, StoreUnderTest.guard(), clock);

  @Override
  public BlockStore store() {
    return store;
  }

  @Override
  public ManualClock clock() {
    return clock;
  }
}
