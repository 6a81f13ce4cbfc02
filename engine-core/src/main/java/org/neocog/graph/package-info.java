/**
 * What is to be computed: operations ({@link org.neocog.graph.Op}, a record each with its shape rule and its gradient), the
 * graphs of them, and {@link org.neocog.graph.Gradients}, which adds the backward pass as ordinary nodes.
 */
package org.neocog.graph;
