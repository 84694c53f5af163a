/** The words of tig and the contract of its store. Knows no file, no HTTP and no Jakarta EE. */
@NullMarked
package org.tigstore.block;

import org.jspecify.annotations.NullMarked;
