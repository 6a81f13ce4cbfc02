/**
 * Features that were designed and not learnt, from the time before networks learnt their own: what a linear classifier was
 * given in place of pixels.
 */
package org.neocog.features;
