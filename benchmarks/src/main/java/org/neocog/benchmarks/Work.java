package org.neocog.benchmarks;

import java.util.List;

/**
 * One thing that engines are compared by.
 *
 * @param model name of the network, the same in every engine
 * @param training whether a step trains (forward, backward, update) or predicts
 * @param batch images in a step
 * @param peer the engine that the goal is set against, by {@link Engine#word}
 * @param goal images per second of Neocog divided by the peer's that are aimed at
 * @param half whether Neocog, and it alone, computes in bfloat16
 */
record Work(String model, boolean training, int batch, String peer, double goal, boolean half) {
    /** The comparisons that the project holds itself to. */
    static final List<Work> ALL = List.of(
            new Work("mnist-cnn", true, 100, "djl", 5),
            new Work("lenet5", true, 128, "djl", 5),
            new Work("resnet18-cifar", true, 64, "djl", 2),
            new Work("mnist-cnn", false, 100, "onnxruntime", 1),
            new Work("mnist-cnn", false, 1, "onnxruntime", 1),
            new Work("resnet50", false, 1, "onnxruntime", 0.9),
            new Work("resnet50", false, 8, "onnxruntime", 0.9),
            new Work("vgg16", false, 1, "onnxruntime", 0.9),
            new Work("resnet50", true, 8, "pytorch", 1.5),
            new Work("resnet50", false, 1, "onnxruntime", 1.3, true),
            new Work("resnet50", false, 8, "onnxruntime", 1.3, true));

    Work(String model, boolean training, int batch, String peer, double goal) {
        this(model, training, batch, peer, goal, false);
    }

    String mode() {
        return training ? "train" : "infer";
    }

    /** {@code mnist-cnn-train-100}. */
    String name() {
        return model + "-" + mode() + "-" + batch + (half ? "-bf16" : "");
    }
}
