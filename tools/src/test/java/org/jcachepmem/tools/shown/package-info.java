/** Keys and values shown from their bytes. */
@NullMarked
package org.jcachepmem.tools.shown;

import org.jspecify.annotations.NullMarked;
