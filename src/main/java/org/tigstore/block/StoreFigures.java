package org.tigstore.block;

import java.util.OptionalLong;

/**
 * The sizes of a store and its counters, as of one moment. Counters start at zero when the store is
 * opened.
 *
 * @param blocks the number of blocks; empty before the first count
 * @param bytes the total size of the blocks; empty if {@code blocks} is
 * @param freeBytes the free space on the file system of the blocks; empty if unknown
 * @param totalBytes the total space on this file system; empty if unknown
 * @param full whether there was no room at the last {@link BlockStore#checkUsable}
 * @param expired the number of expired blocks
 * @param damaged the number of damaged sealed blocks that were found
 * @param scrubbed the number of sealed blocks that {@link BlockStore#scrub} has hashed
 * @param scrubbedBytes the total size of these
 */
public record StoreFigures(
    OptionalLong blocks,
    OptionalLong bytes,
    OptionalLong freeBytes,
    OptionalLong totalBytes,
    boolean full,
    long expired,
    long damaged,
    long scrubbed,
    long scrubbedBytes) {}
