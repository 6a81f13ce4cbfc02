package org.neocog.nn.zoo;

import java.util.List;
import java.util.Optional;
import org.neocog.graph.Node;
import org.neocog.graph.Slice;
import org.neocog.graph.Window;
import org.neocog.nn.Architecture;
import org.neocog.nn.Initializer;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.ParameterInit;
import org.neocog.nn.SequenceLayers;
import org.neocog.nn.TokenLayers;
import org.neocog.tensor.Shape;

/**
 * Dosovitskiy et al., "An image is worth 16x16 words" (2020), as torchvision has it and without dropout: patches of the image
 * and one token more, whose last state gives the scores, go through blocks of attention and a perceptron.
 *
 * @param patch side of a patch in pixels; must divide the image's
 * @param width numbers of a token
 * @param depth blocks
 * @param heads of attention; must divide the width
 */
record VisionTransformer(int patch, int width, int depth, int heads) implements Architecture.Network {
    private static final float EPSILON = 1e-6f;

    /** The smallest of Touvron et al., "Training data-efficient image transformers" (2021), DeiT-Ti. */
    static VisionTransformer tiny() {
        return new VisionTransformer(16, 192, 12, 3);
    }

    @Override
    public Node scores(NetBuilder net, Node images, int classes) {
        int channels = images.shape().dim(1);
        float deviation = (float) Math.sqrt(1.0 / (channels * patch * patch));
        Node x = net.conv2d("conv_proj", images, width, Window.square(patch, patch, 0), 1, Layers.normal(deviation, 0));
        x = TokenLayers.classToken(net, "class_token", TokenLayers.tokens(net, "tokens", x));
        x = TokenLayers.positionEmbedding(net, "encoder.pos_embedding", x);
        for (int i = 0; i < depth; i++) {
            x = SequenceLayers.transformerBlock(net, "encoder.layers.encoder_layer_" + i, x, heads, 4 * width);
        }
        // The other tokens have done their work; norms act on each by itself, so the first is taken before the last norm.
        int batch = x.shape().dim(0);
        x = net.graph().add("token", new Slice(List.of(0, 0, 0), Shape.of(batch, 1, width)), x);
        x = net.layerNorm("encoder.ln", x, EPSILON);
        Initializer zero = new Initializer.Constant(0);
        return net.linear("heads.head", x, classes, new ParameterInit(zero, Optional.of(zero)));
    }
}
