/**
 * Contents of pools on their way: from a look at one, to or from a file of JSON Lines or of our own
 * binary form, and into another pool. Keys and values stay the bytes that they are.
 */
@NullMarked
package org.jcachepmem.tools.dump;

import org.jspecify.annotations.NullMarked;
