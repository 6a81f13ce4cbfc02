/**
 * What the packages have in common: the exceptions whose message is for the user. {@link org.neocog.NeocogException} is a
 * problem that can be mended, {@link org.neocog.UsageException} a wrong option.
 */
package org.neocog;
