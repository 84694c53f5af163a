/**
 * The flat-directory engine: one file a block, named by the block's name, its modification time the
 * last touch. How a file appears whole or not at all, how damage is found, how blocks expire.
 */
@NullMarked
package org.tigstore.file;

import org.jspecify.annotations.NullMarked;
