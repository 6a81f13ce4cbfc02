package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neocog.data.ByteDataset;
import org.neocog.data.Dataset;
import org.neocog.data.Normalization;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;

class NeighboursTest {
    private final ViewedNet net = VisualTestNets.smooth();
    private final Shape shape = net.model().inputShape();

    private Dataset data(int size) {
        byte[] pixels = new byte[size * shape.elements()];
        float[] values = VisualTestNets.image(Shape.of(pixels.length), 8);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * values[i]);
        }
        int[] classes = IntStream.range(0, size).map(i -> i % 5).toArray();
        return new ByteDataset(shape, pixels, classes, net.labels());
    }

    @Test
    void areThoseWithTheSmallestDistanceOfActivations() {
        Dataset raw = data(70);
        Normalization normalization = net.normalization();
        float[] image = new float[shape.elements()];
        raw.read(67, image, 0);
        try (Device device = VisualTestNets.cpu()) {
            List<Neighbours.Neighbour> found =
                    Neighbours.of(device, net, "tanh1", raw.normalized(normalization), image, 3);
            assertEquals(3, found.size());
            assertEquals(67, found.getFirst().index());
            assertEquals(67 % 5, found.getFirst().label());
            assertEquals(0, found.getFirst().distance(), 1e-5);
            float[] own = ActivationMaps.of(device, net, "tanh1", image).values();
            double[] distances = IntStream.range(0, 70).mapToDouble(i -> {
                float[] other = new float[shape.elements()];
                raw.read(i, other, 0);
                float[] features = ActivationMaps.of(device, net, "tanh1", other).values();
                return Math.sqrt(IntStream.range(0, own.length).mapToDouble(j -> Math.pow(own[j] - features[j], 2)).sum());
            }).toArray();
            List<Integer> expected = IntStream.range(0, 70).boxed()
                    .sorted(java.util.Comparator.comparingDouble(i -> distances[i])).limit(3).toList();
            assertEquals(expected, found.stream().map(Neighbours.Neighbour::index).toList());
            assertEquals(distances[found.get(2).index()], found.get(2).distance(), 1e-5);
        }
    }

    @Test
    void theirPicturesAreAsTheyWereBeforeNormalisation() {
        Dataset raw = data(2);
        float[] image = new float[shape.elements()];
        raw.read(1, image, 0);
        Picture expected = Picture.of(shape, image);
        Picture found = Neighbours.picture(raw.normalized(net.normalization()), 1);
        for (int i = 0; i < 42; i++) {
            assertEquals(expected.pixel(i % 6, i / 6), found.pixel(i % 6, i / 6));
        }
    }
}
