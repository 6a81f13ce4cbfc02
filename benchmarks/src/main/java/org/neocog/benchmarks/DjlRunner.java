package org.neocog.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Random;
import org.neocog.nn.Models;

/** DJL with its PyTorch engine on the CPU. */
final class DjlRunner implements Runner {
    private static final float LEARNING_RATE = 1e-12f;

    private final Model model;
    private final Trainer trainer;
    private final boolean training;
    private final Shape shape;
    private final float[] images;
    private final float[] labels;

    DjlRunner(String name, boolean training, int batch) {
        this.training = training;
        org.neocog.tensor.Shape image = Models.find(name).inputShape();
        this.shape = new Shape(batch, image.dim(0), image.dim(1), image.dim(2));
        this.images = new float[batch * image.elements()];
        Random random = new Random(1);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        this.labels = new float[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = i % Models.find(name).classes();
        }
        this.model = Model.newInstance(name, Device.cpu(), "PyTorch");
        model.setBlock(DjlNets.of(name));
        Tracker rate = Tracker.fixed(LEARNING_RATE);
        Optimizer optimizer = DjlNets.optimizer(name).equals("adam")
                ? Optimizer.adam().optLearningRateTracker(rate).build()
                : Optimizer.sgd().setLearningRateTracker(rate).optMomentum(0.9f).build();
        this.trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(shape);
    }

    @Override
    public void step() {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList input = new NDList(manager.create(images, shape));
            if (!training) {
                trainer.evaluate(input).singletonOrThrow().softmax(1).toFloatArray();
                return;
            }
            NDList target = new NDList(manager.create(labels));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(target, trainer.forward(input, target));
                collector.backward(loss);
                loss.getFloat();
            }
            trainer.step();
        }
    }

    @Override
    public long parameters() {
        return model.getBlock().getParameters().values().stream()
                .filter(parameter -> parameter.requiresGradient())
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    @Override
    public String about() {
        return "DJL " + Engine.getDjlVersion() + " with PyTorch " + Engine.getEngine("PyTorch").getVersion();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
