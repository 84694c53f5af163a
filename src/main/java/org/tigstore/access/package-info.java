/** Who may do what. */
@NullMarked
package org.tigstore.access;

import org.jspecify.annotations.NullMarked;
