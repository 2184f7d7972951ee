/**
 * A pool as a picture: its chunks in order, by the size of their slots and by how full they are.
 */
@NullMarked
package org.jcachepmem.tools.picture;

import org.jspecify.annotations.NullMarked;
