package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.tensor.Shape;

class SaliencyTest {
    private static final float STEP = 1e-2f;

    private final ViewedNet net = VisualTestNets.smooth();
    private final Shape shape = net.model().inputShape();
    private final float[] image = VisualTestNets.image(shape, 1);

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void isTheLargestDifferenceQuotientOfTheChannels(int of) {
        try (Device device = VisualTestNets.cpu()) {
            float[] map = Saliency.of(device, net, image, OptionalInt.of(of)).map();
            int plane = shape.dim(1) * shape.dim(2);
            float[] expected = new float[plane];
            for (int i = 0; i < image.length; i++) {
                double quotient = (score(device, of, i, STEP) - score(device, of, i, -STEP)) / (2 * STEP);
                expected[i % plane] = Math.max(expected[i % plane], (float) Math.abs(quotient));
            }
            assertArrayEquals(expected, map, 0.005f * Pictures.largest(expected));
        }
    }

    private double score(Device device, int of, int pixel, float change) {
        float[] moved = image.clone();
        moved[pixel] += change;
        return Saliency.of(device, net, moved, OptionalInt.of(of)).scores()[of];
    }

    @Test
    void isOfTheClassWithTheLargestScoreUnlessAsked() {
        try (Device device = VisualTestNets.cpu()) {
            Saliency saliency = Saliency.of(device, net, image, OptionalInt.empty());
            assertEquals(saliency.image(), saliency.of());
            for (float score : saliency.scores()) {
                assertTrue(score <= saliency.scores()[saliency.of()]);
            }
            assertArrayEquals(
                    saliency.map(), Saliency.of(device, net, image, OptionalInt.of(saliency.of())).map());
        }
    }

    @Test
    void picturesTheLargestAsWhiteAndScalesTheRest() {
        float[] map = {0, 1, 2, 4};
        Picture picture = new Saliency(0, 0, new float[2], Shape.of(1, 2, 2), map).picture();
        int[] levels = {picture.pixel(0, 0), picture.pixel(1, 0), picture.pixel(0, 1), picture.pixel(1, 1)};
        assertArrayEquals(new int[] {0, 0x404040, 0x808080, 0xFFFFFF}, levels, Arrays.toString(levels));
    }

    @Test
    void refusesNetworksThatScorePixels() {
        Model unet = Models.find("unet", Optional.of(Shape.of(1, 16, 16)), OptionalInt.empty());
        try (Device device = VisualTestNets.cpu()) {
            String message = assertThrows(UsageException.class,
                            () -> Saliency.of(device, ViewedNet.random(unet, 1), new float[256], OptionalInt.empty()))
                    .getMessage();
            assertTrue(message.startsWith("the model unet scores pixels"), message);
        }
    }

    @Test
    void refusesClassesThatTheModelDoesNotHave() {
        try (Device device = VisualTestNets.cpu()) {
            String message = assertThrows(
                            UsageException.class, () -> Saliency.of(device, net, image, OptionalInt.of(5)))
                    .getMessage();
            assertEquals("there is no class 5: the model has 0 to 4", message);
        }
    }
}
