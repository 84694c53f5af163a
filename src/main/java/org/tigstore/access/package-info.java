/** Access control and request limits. */
@NullMarked
package org.tigstore.access;

import org.jspecify.annotations.NullMarked;
