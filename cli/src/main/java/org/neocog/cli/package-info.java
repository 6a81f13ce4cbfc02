/**
 * The {@code neocog} command: a class for each subcommand, results on standard output, progress on standard error.
 */
package org.neocog.cli;
