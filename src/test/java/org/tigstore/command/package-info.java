/** The commands of the shipped WAR, against real servers. */
@NullMarked
package org.tigstore.command;

import org.jspecify.annotations.NullMarked;
