/**
 * The reference backend: Java arrays and loops on worker threads, and the matrix product of oneDNN where it can be loaded.
 */
package org.neocog.cpu;
