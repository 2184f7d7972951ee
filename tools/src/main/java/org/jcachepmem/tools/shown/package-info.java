/**
 * Keys and values as people see them, read from their bytes alone: what was written by a built-in
 * codec is that codec's to read, and a serialised object is taken apart by the grammar of its
 * stream. No class of an application is loaded, and nothing is deserialised.
 */
@NullMarked
package org.jcachepmem.tools.shown;

import org.jspecify.annotations.NullMarked;
