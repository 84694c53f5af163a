/**
 * The protocol above single blocks, independent of HTTP: channels, indexes and bursts, and parsers
 * for its parameters and header fields.
 */
@NullMarked
package org.tigstore.protocol;

import org.jspecify.annotations.NullMarked;
