package org.neocog.cpu;

import java.util.List;
import org.neocog.graph.Node;

/**
 * Tasks that need not wait for one another.
 *
 * @param node what they compute
 * @param what in a few words
 * @param multiplyAdds that it takes
 * @param method how, in oneDNN's words
 */
record FusedStep(Node node, String what, long multiplyAdds, String method, List<FusedTask> tasks) {}
