package org.neocog.device;

import org.neocog.graph.Node;

/**
 * One of several things that a kernel does, for profiles.
 *
 * @param node whose value it computes
 * @param what in a few words ("Conv2d + Relu")
 * @param method how, as {@link Kernel#method()}
 * @param multiplyAdds of a launch
 * @param nanos that it took of the last launch
 */
public record KernelPart(Node node, String what, String method, long multiplyAdds, double nanos) {}
