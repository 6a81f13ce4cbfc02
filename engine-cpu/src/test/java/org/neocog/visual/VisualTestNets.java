package org.neocog.visual;

import java.util.List;
import java.util.function.BiConsumer;
import org.neocog.data.Normalization;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.nn.Models;
import org.neocog.random.RandomStream;
import org.neocog.tensor.Shape;

/** Small networks with random weights, and images for them. */
final class VisualTestNets {
    static final Normalization COLOUR = new Normalization(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.25, 0.5));

    private VisualTestNets() {}

    static Device cpu() {
        return Devices.open("cpu", new DeviceOptions(2));
    }

    /** Three channels and nothing that has a kink. */
    static ViewedNet smooth() {
        return colour("""
                input 3x7x6
                conv 4 3x3 pad=same
                tanh
                avgpool 1x2
                fc 5
                softmax
                """);
    }

    static ViewedNet withRelus() {
        return colour("""
                input 3x16x12
                conv 6 3x3 pad=same
                relu
                conv 6 3x3 pad=same
                relu
                maxpool 2x2
                conv 8 3x3 pad=same
                relu
                fc 5
                softmax
                """);
    }

    static ViewedNet colour(String description) {
        ViewedNet random = ViewedNet.random(Models.parse(description, "test"), 3);
        return new ViewedNet(random.model(), random.weights(), COLOUR, random.labels());
    }

    static float[] image(Shape shape, long seed) {
        float[] image = new float[shape.elements()];
        RandomStream.named(seed, "image").uniform(image, 0.05f, 0.95f);
        return image;
    }

    static BiConsumer<Integer, Double> silent() {
        return (_, _) -> {};
    }
}
