package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;

class ActivationMapsTest {
    private final ViewedNet net = VisualTestNets.withRelus();
    private final float[] image = VisualTestNets.image(net.model().inputShape(), 2);

    @Test
    void areTheNumbersOfAHandWrittenConvolution() {
        try (Device device = VisualTestNets.cpu()) {
            ActivationMaps maps = ActivationMaps.of(device, net, "relu1", image);
            assertEquals(Shape.of(6, 16, 12), maps.shape());
            float[] x = net.input(net.model().inputShape(), image).floats();
            float[] w = net.weights().get("conv1.weight").floats();
            float[] b = net.weights().get("conv1.bias").floats();
            for (int k = 0; k < 6; k++) {
                double sum = b[k];
                for (int i = 0; i < 27; i++) {
                    int channel = i / 9;
                    int row = 5 + i % 9 / 3 - 1;
                    int column = 7 + i % 3 - 1;
                    sum += w[k * 27 + i] * x[(channel * 16 + row) * 12 + column];
                }
                assertEquals(Math.max(0, sum), maps.values()[(k * 16 + 5) * 12 + 7], 1e-4);
            }
        }
    }

    @Test
    void arePicturedOnOneScale() {
        ActivationMaps maps = new ActivationMaps(Shape.of(2, 1, 2), new float[] {-1, 0, 1, 3});
        List<Picture> pictures = maps.pictures();
        assertEquals(List.of(0, 0x404040), List.of(pictures.get(0).pixel(0, 0), pictures.get(0).pixel(1, 0)));
        assertEquals(List.of(0x808080, 0xFFFFFF), List.of(pictures.get(1).pixel(0, 0), pictures.get(1).pixel(1, 0)));
    }

    @Test
    void numbersWithoutRowsAndColumnsAreAPixelEach() {
        try (Device device = VisualTestNets.cpu()) {
            List<Picture> pictures = ActivationMaps.of(device, net, "fc1", image).pictures();
            assertEquals(5, pictures.size());
            assertEquals(1, pictures.getFirst().width());
        }
    }

    @Test
    void anUnknownLayerIsAnsweredWithTheNames() {
        try (Device device = VisualTestNets.cpu()) {
            String message = assertThrows(
                            UsageException.class, () -> ActivationMaps.of(device, net, "conv7", image))
                    .getMessage();
            assertEquals(
                    "the model test has no layer \"conv7\"; its layers are conv1, relu1, conv2, relu2, maxpool1, conv3,"
                            + " relu3, fc1",
                    message);
        }
    }
}
