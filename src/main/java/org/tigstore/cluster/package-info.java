/**
 * Joins nodes to a cluster: finds the node that has a block, and forwards requests to it. Works
 * with any engine, and without a container.
 */
@NullMarked
package org.tigstore.cluster;

import org.jspecify.annotations.NullMarked;
