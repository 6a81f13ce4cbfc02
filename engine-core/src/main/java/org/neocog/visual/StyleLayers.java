package org.neocog.visual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.graph.Node;
import org.neocog.nn.LayerInfo;

/**
 * The layers that content and style are taken from. Unless named, those for the style are the first ReLU at each size of
 * map, as in Gatys et al. (2016) with VGG, and that for the content is the last ReLU at the last size but one (at the only
 * one, if there is one).
 *
 * @param content a name
 * @param style names
 */
record StyleLayers(String content, List<String> style) {
    /**
     * @throws UsageException if a layer that is named does not exist or gives no maps
     * @throws NeocogException if none is named and the network has no ReLU that gives maps
     */
    static StyleLayers choose(LayerGraph layers, Optional<String> content, List<String> style) {
        content.ifPresent(name -> requireMaps(layers, name));
        style.forEach(name -> requireMaps(layers, name));
        SequencedMap<Integer, String> first = new LinkedHashMap<>();
        SequencedMap<Integer, String> last = new LinkedHashMap<>();
        for (LayerInfo layer : layers.layers()) {
            if (layer.op().equals("ReLU") && layer.output().shape().rank() == 4) {
                int size = layer.output().shape().elements(2, 4);
                first.putIfAbsent(size, layer.name());
                last.put(size, layer.name());
            }
        }
        if (first.isEmpty() && (content.isEmpty() || style.isEmpty())) {
            throw new NeocogException("the network has no ReLU that gives maps to choose; name layers with --content-layer and"
                    + " --style-layers: " + String.join(", ", layers.layers().stream().map(LayerInfo::name).toList()));
        }
        return new StyleLayers(
                content.orElseGet(() -> List.copyOf(last.values()).get(Math.max(0, last.size() - 2))),
                style.isEmpty() ? List.copyOf(first.values()) : style);
    }

    private static void requireMaps(LayerGraph layers, String name) {
        Node node = layers.output(name);
        if (node.shape().rank() != 4) {
            throw new UsageException("the layer " + name + " gives " + node.shape().dropFirst()
                    + " numbers, where maps (channels x height x width) are wanted");
        }
    }
}
