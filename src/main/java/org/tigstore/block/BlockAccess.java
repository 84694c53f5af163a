package org.tigstore.block;

/** Blocks to be read and changed. Safe for any number of threads, unless it says otherwise. */
public interface BlockAccess extends BlockReader, BlockWriter {}
