/**
 * The protocol over real HTTP, against the real WAR in a real container, whichever engine stores
 * the blocks.
 */
package org.tigstore.http;
