package org.neocog.visual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.device.Device;
import org.neocog.tensor.Shape;

class DeepDreamTest {
    private final ViewedNet net = VisualTestNets.withRelus();
    /** Not the network's own size. */
    private final Shape shape = Shape.of(3, 26, 20);
    private final float[] image = VisualTestNets.image(shape, 4);
    private final DreamOptions options = new DreamOptions("relu3", 3, 1.4, 5, 0.02, 3, 9);

    @Test
    void raisesTheMeanSquareOfTheLayer() {
        try (Device device = VisualTestNets.cpu()) {
            DeepDream dream = DeepDream.of(device, net, shape, image, options);
            assertTrue(dream.after() > 1.5 * dream.before(), dream.before() + " to " + dream.after());
            assertEquals(meanSquare(device, image), dream.before(), 1e-4 * dream.before());
            assertEquals(meanSquare(device, dream.image()), dream.after(), 1e-4 * dream.after());
            assertEquals(3, dream.octaves());
            for (float value : dream.image()) {
                assertTrue(value >= 0 && value <= 1);
            }
        }
    }

    private double meanSquare(Device device, float[] of) {
        float[] activations = ActivationMaps.of(device, net.at(26, 20), "relu3", of).values();
        double sum = 0;
        for (float value : activations) {
            sum += (double) value * value;
        }
        return sum / activations.length;
    }

    @Test
    void dependsOnTheSeedAndNothingElse() {
        try (Device two = VisualTestNets.cpu()) {
            float[] dream = DeepDream.of(two, net, shape, image, options).image();
            assertArrayEquals(dream, DeepDream.of(two, net, shape, image, options).image());
            DreamOptions other = new DreamOptions("relu3", 3, 1.4, 5, 0.02, 3, 10);
            assertFalse(Arrays.equals(dream, DeepDream.of(two, net, shape, image, other).image()));
        }
    }

    @Test
    void sizesTooSmallForTheNetworkAreLeftOut() {
        try (Device device = VisualTestNets.cpu()) {
            DreamOptions many = new DreamOptions("relu1", 20, 1.4, 1, 0.02, 0, 0);
            int octaves = DeepDream.of(device, net, shape, image, many).octaves();
            assertTrue(octaves >= 2 && octaves < 5, octaves + " octaves");
        }
    }

    @Test
    void whatTheLayersCannotTakeIsAnsweredWithWhatTheyCould() {
        try (Device device = VisualTestNets.cpu()) {
            Shape odd = Shape.of(3, 27, 20);
            String message = assertThrows(
                            NeocogException.class,
                            () -> DeepDream.of(device, net, odd, VisualTestNets.image(odd, 1), options))
                    .getMessage();
            assertTrue(message.startsWith("the image is 20 wide and 27 high"), message);
            assertTrue(message.endsWith("crop it to 20 wide and 26 high"), message);
            assertThrows(UsageException.class, () -> DeepDream.of(
                    device, net, shape, image, new DreamOptions("relu9", 1, 1.4, 1, 0.02, 0, 0)));
        }
    }

    @Test
    void aLayerThatDoesNotRespondIsAnError() {
        ViewedNet dead = VisualTestNets.withRelus();
        Arrays.fill(dead.weights().get("conv1.weight").floats(), 0);
        Arrays.fill(dead.weights().get("conv1.bias").floats(), -1);
        try (Device device = VisualTestNets.cpu()) {
            String message = assertThrows(
                            NeocogException.class,
                            () -> DeepDream.of(device, dead, shape, image, new DreamOptions("relu1", 1, 1.4, 1, 0.02, 0, 0)))
                    .getMessage();
            assertTrue(message.contains("relu1 does not respond"), message);
        }
    }
}
