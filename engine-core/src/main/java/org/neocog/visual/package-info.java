/**
 * Pictures of what a network has learnt and of what it sees: filters, templates, activations, saliency, dreams, style, and
 * the nearest neighbours of an image. Each is worked out by the graph executor on the device that is asked for.
 */
package org.neocog.visual;
