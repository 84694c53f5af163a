/**
 * The domain types of tig and the contract of its store. Independent of files, HTTP and Jakarta EE.
 */
@NullMarked
package org.tigstore.block;

import org.jspecify.annotations.NullMarked;
