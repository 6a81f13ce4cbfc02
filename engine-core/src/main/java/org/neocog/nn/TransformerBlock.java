package org.neocog.nn;

import org.neocog.graph.Node;

/** A block of a vision transformer's encoder: each part reads normalised tokens and adds to what it read. */
final class TransformerBlock {
    /** Of the normalisations: torchvision's vision transformers have this in place of PyTorch's usual 1e-5. */
    private static final float EPSILON = 1e-6f;

    private TransformerBlock() {}

    static Node add(NetBuilder net, String name, Node x, int heads, int mlp) {
        int width = SequenceLayers.sequence(name, "a transformer block", x).dim(2);
        Node y = net.layerNorm(name + ".ln_1", x, EPSILON);
        y = SequenceLayers.multiHeadAttention(net, name + ".self_attention", y, heads);
        Node attended = net.add(name + ".attended", x, y);
        y = net.layerNorm(name + ".ln_2", attended, EPSILON);
        y = SequenceLayers.tokenLinear(net, name + ".mlp.0", y, mlp);
        y = net.gelu(name + ".mlp.1", y);
        y = SequenceLayers.tokenLinear(net, name + ".mlp.3", y, width);
        return net.add(name, attended, y);
    }
}
