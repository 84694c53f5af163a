/** The commands of {@code java -jar tig.war COMMAND}: parse, call the client, print. */
@NullMarked
package org.tigstore.command;

import org.jspecify.annotations.NullMarked;
