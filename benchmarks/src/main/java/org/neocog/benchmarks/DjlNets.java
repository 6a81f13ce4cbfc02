package org.neocog.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The networks built of DJL's blocks. */
final class DjlNets {
    private static final Map<String, Supplier<Block>> NETS = Map.of(
            "mnist-cnn", DjlNets::mnistCnn, "lenet5", DjlNets::lenet5, "resnet18-cifar", DjlNets::resnet18Cifar);

    private DjlNets() {}

    static boolean has(String model) {
        return NETS.containsKey(model);
    }

    static Block of(String model) {
        return NETS.get(model).get();
    }

    /** What the network is trained by, in every engine. */
    static String optimizer(String model) {
        return model.startsWith("resnet") || model.startsWith("vgg") ? "momentum" : "adam";
    }

    private static Block mnistCnn() {
        return new SequentialBlock()
                .add(conv(32, 5, 1, 2, true)).add(Activation.reluBlock()).add(maxPool())
                .add(conv(64, 5, 1, 2, true)).add(Activation.reluBlock()).add(maxPool())
                .add(Blocks.batchFlattenBlock())
                .add(linear(1024)).add(Activation.reluBlock())
                .add(linear(10));
    }

    private static Block lenet5() {
        return new SequentialBlock()
                .add(conv(6, 5, 1, 2, true)).add(Activation.tanhBlock()).add(avgPool())
                .add(conv(16, 5, 1, 0, true)).add(Activation.tanhBlock()).add(avgPool())
                .add(Blocks.batchFlattenBlock())
                .add(linear(120)).add(Activation.tanhBlock())
                .add(linear(84)).add(Activation.tanhBlock())
                .add(linear(10));
    }

    private static Block resnet18Cifar() {
        SequentialBlock net = new SequentialBlock()
                .add(conv(64, 3, 1, 1, false)).add(BatchNorm.builder().build()).add(Activation.reluBlock());
        int channels = 64;
        for (int stage = 0; stage < 4; stage++) {
            for (int i = 0; i < 2; i++) {
                int filters = 64 << stage;
                int stride = stage > 0 && i == 0 ? 2 : 1;
                net.add(basic(channels, filters, stride));
                channels = filters;
            }
        }
        return net.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock()).add(linear(10));
    }

    private static Block basic(int channels, int filters, int stride) {
        SequentialBlock body = new SequentialBlock()
                .add(conv(filters, 3, stride, 1, false)).add(BatchNorm.builder().build()).add(Activation.reluBlock())
                .add(conv(filters, 3, 1, 1, false)).add(BatchNorm.builder().build());
        SequentialBlock shortcut = new SequentialBlock();
        if (stride == 1 && channels == filters) {
            shortcut.add(Blocks.identityBlock());
        } else {
            shortcut.add(conv(filters, 1, stride, 0, false)).add(BatchNorm.builder().build());
        }
        return new SequentialBlock()
                .add(new ParallelBlock(
                        outputs -> new NDList(outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
                        List.of(body, shortcut)))
                .add(Activation.reluBlock());
    }

    private static Block conv(int filters, int kernel, int stride, int padding, boolean bias) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optBias(bias)
                .build();
    }

    private static Block linear(int outputs) {
        return Linear.builder().setUnits(outputs).build();
    }

    private static LambdaBlock maxPool() {
        return (LambdaBlock) Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    private static LambdaBlock avgPool() {
        return (LambdaBlock) Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }
}
