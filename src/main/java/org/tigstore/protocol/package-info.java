/**
 * What tig adds above single blocks, still without HTTP's machinery: channels, indexes and bursts,
 * and the small languages of its parameters and header fields.
 */
@NullMarked
package org.tigstore.protocol;

import org.jspecify.annotations.NullMarked;
