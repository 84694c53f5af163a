package org.tigstore.block;

/** Reads and changes blocks. Safe for any number of threads, unless documented otherwise. */
public interface BlockAccess extends BlockReader, BlockWriter {}
