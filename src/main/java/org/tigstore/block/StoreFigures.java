package org.tigstore.block;

import java.util.OptionalLong;

/**
 * What an operator wants to know of a store, as of one moment. What happened counts from when the
 * store was opened.
 *
 * @param blocks how many blocks there are; empty until they were counted for the first time
 * @param bytes how many bytes these have together; empty with {@code blocks}
 * @param freeBytes how many bytes there is room for where the blocks lie; empty if nobody can tell
 * @param totalBytes how large the place is where the blocks lie, whoever uses it; empty if nobody
 *     can tell
 * @param expired how many blocks were deleted because nobody had touched them
 * @param damaged how many sealed blocks were found damaged
 * @param scrubbed how many sealed blocks were hashed by {@link BlockStore#scrub}
 * @param scrubbedBytes how many bytes these had together
 */
public record StoreFigures(
    OptionalLong blocks,
    OptionalLong bytes,
    OptionalLong freeBytes,
    OptionalLong totalBytes,
    long expired,
    long damaged,
    long scrubbed,
    long scrubbedBytes) {}
