/** The commands of the shipped WAR, against real servers. */
package org.tigstore.command;
