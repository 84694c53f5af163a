/**
 * A client of tig servers, and of other servers that speak the protocol: verifies what it reads and
 * writes, repeats only what is safe to repeat. Knows no command line.
 */
@NullMarked
package org.tigstore.client;

import org.jspecify.annotations.NullMarked;
