/** Native libraries: a private folder for their copies, and loading them with the reason when that fails. */
package org.neocog.nativelib;
