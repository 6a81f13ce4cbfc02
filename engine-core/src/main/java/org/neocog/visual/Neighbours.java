package org.neocog.visual;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/** Retrieval: the examples whose feature vectors, a layer's activations, are nearest to an image's. */
public final class Neighbours {
    private static final int BATCH = 64;

    private Neighbours() {}

    /**
     * One of them.
     *
     * @param index of the example
     * @param label its class
     * @param distance Euclidean, of the feature vectors
     */
    public record Neighbour(int index, int label, double distance) {}

    /**
     * @param layer by name
     * @param data normalised as the network's training data were
     * @param image C*H*W values in [0, 1]
     * @param count at most so many
     * @return the nearest first; of equally near ones the lower index
     * @throws org.neocog.UsageException if there is no such layer; the message lists the names
     */
    public static List<Neighbour> of(
            Device device, ViewedNet net, String layer, Dataset data, float[] image, int count) {
        float[] wanted = ActivationMaps.of(device, net, layer, image).values();
        double[] distances = new double[data.size()];
        BatchLoader loader = BatchLoader.inOrder(data, BATCH);
        try (NetRun run = new NetRun(device, net)) {
            Executor whole = executor(run, net, layer, loader.batchSize());
            for (int i = 0; i < loader.batches(); i++) {
                Batch batch = loader.load(0, i);
                Executor executor = batch.size() == loader.batchSize() ? whole : executor(run, net, layer, batch.size());
                executor.feed("images", batch.images());
                executor.run();
                float[] features = executor.fetch("features").floats();
                for (int j = 0; j < batch.size(); j++) {
                    distances[i * loader.batchSize() + j] = distance(wanted, features, j * wanted.length);
                }
            }
        }
        return IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> distances[index]))
                .limit(count)
                .map(index -> new Neighbour(index, data.label(index), distances[index]))
                .toList();
    }

    /** The example's picture as it was before it was normalised. */
    public static Picture picture(Dataset data, int index) {
        Shape shape = data.imageShape();
        float[] values = new float[shape.elements()];
        data.read(index, values, 0);
        int plane = shape.dim(1) * shape.dim(2);
        for (int i = 0; i < values.length; i++) {
            int channel = i / plane;
            values[i] = (float) (values[i] * data.normalization().std().get(channel)
                    + data.normalization().mean().get(channel));
        }
        return Picture.of(shape, values);
    }

    private static Executor executor(NetRun run, ViewedNet net, String layer, int batch) {
        LayerGraph layers = LayerGraph.of(net.model(), batch);
        Node node = layers.output(layer);
        layers.graph().output("features", node);
        return run.executor(layers.graph().build());
    }

    private static double distance(float[] a, float[] b, int offset) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - (double) b[offset + i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
