/** How HTTP maps on to tig: resources that parse, make one call and answer. */
@NullMarked
package org.tigstore.web;

import org.jspecify.annotations.NullMarked;
