/** Tests of the client library. */
@NullMarked
package org.tigstore.client;

import org.jspecify.annotations.NullMarked;
