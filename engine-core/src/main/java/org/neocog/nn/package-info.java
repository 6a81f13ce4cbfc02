/**
 * Networks: layers that add nodes to a graph ({@link org.neocog.nn.NetBuilder}), first weights, losses, and models by name,
 * by pattern and from text ({@link org.neocog.nn.Models}).
 */
package org.neocog.nn;
