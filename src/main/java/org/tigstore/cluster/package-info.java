/**
 * Many nodes as one: finds out which node has a block, and hands requests on to it. Works over any
 * engine, and without a container.
 */
@NullMarked
package org.tigstore.cluster;

import org.jspecify.annotations.NullMarked;
