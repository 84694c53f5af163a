/** Clusters of real processes, and peers that misbehave. */
@NullMarked
package org.tigstore.cluster;

import org.jspecify.annotations.NullMarked;
