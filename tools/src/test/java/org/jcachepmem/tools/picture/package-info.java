/** Pictures of pools larger than those that tests make. */
@NullMarked
package org.jcachepmem.tools.picture;

import org.jspecify.annotations.NullMarked;
