/** What the medium of a directory can do, measured through the product's own way to it. */
@NullMarked
package org.jcachepmem.tools.measure;

import org.jspecify.annotations.NullMarked;
