package org.neocog.cuda;

import java.nio.file.Path;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.data.Dataset;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.exec.StepObserver;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.Parameter;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.train.EvaluationGraph;
import org.neocog.train.Optimizers;
import org.neocog.train.TrainingData;
import org.neocog.train.TrainingGraph;

/** A network of the zoo in training on the digits of this project, on any device. */
final class TrainedNet implements AutoCloseable {
    /** Steps in which the learning rate rises to its height: Adam's first steps make much of the smallest differences. */
    private static final int WARM_UP = 100;
    private static final long SEED = 42;
    private static final int EVALUATED_AT_A_TIME = 100;

    private static final class Digits {
        static final Splits DATA = TrainingData.open(Path.of("../test-data/mnist"), 0.1, SEED);
    }

    private final Device device;
    private final Model model;
    private final Session session;
    private final Executor training;
    private final BatchLoader batches;
    private int step;

    TrainedNet(Device device, String name, int batch) {
        this(device, Models.find(name), batch);
    }

    TrainedNet(Device device, Model model, int batch) {
        this.device = device;
        this.model = model;
        this.batches = new BatchLoader(Digits.DATA.train(), batch, SEED, true);
        TrainingGraph graph =
                TrainingGraph.of(model, batch, Optimizers.parse(model.recipe().optimizer()), 0);
        this.session = new Session(device);
        try {
            for (Parameter parameter : graph.parameters()) {
                RandomStream stream = RandomStream.named(SEED, "init/" + parameter.name());
                session.set(parameter.name(), parameter.initializer().initialize(parameter.shape(), stream));
            }
            graph.slots().forEach((slot, spec) -> session.set(slot, HostTensor.zeros(spec)));
            TrainingGraph.histories().forEach((history, spec) -> session.set(history, HostTensor.zeros(spec)));
            this.training = session.executor(Planner.plan(graph.graph(), device));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Feeds the next batch and trains on it. */
    void step() {
        feed();
        training.run();
    }

    void step(StepObserver observer) {
        feed();
        training.run(observer);
    }

    private void feed() {
        Batch batch = batches.load(step / batches.batches(), step % batches.batches());
        step++;
        training.feed("images", batch.images());
        training.feed("labels", batch.labels());
        double rate = model.recipe().learningRate() * Math.min(1, step / (double) WARM_UP);
        training.feed("learningRate", HostTensor.scalar((float) rate));
        training.feed("step", HostTensor.of(Shape.scalar(), new int[] {step}));
        training.feed("random", HostTensor.of(Shape.of(4), new int[] {(int) SEED, 0, step, 0}));
    }

    /** Of the last step. */
    float loss() {
        return training.fetch("loss").floats()[0];
    }

    /** The losses of so many steps. */
    float[] losses(int steps) {
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++) {
            step();
            losses[i] = loss();
        }
        return losses;
    }

    /** Per cent of the digits held out that are recognised. */
    double accuracy() {
        Dataset digits = Digits.DATA.heldOut();
        BatchLoader loader = BatchLoader.inOrder(digits, EVALUATED_AT_A_TIME);
        double correct = 0;
        Executor executor = session.executor(Planner.plan(EvaluationGraph.of(model, EVALUATED_AT_A_TIME), device));
        int whole = digits.size() / EVALUATED_AT_A_TIME;
        for (int i = 0; i < whole; i++) {
            Batch batch = loader.load(0, i);
            executor.feed("images", batch.images());
            executor.feed("labels", batch.labels());
            executor.run();
            correct += executor.fetch("correct").floats()[0];
        }
        return 100 * correct / (whole * EVALUATED_AT_A_TIME);
    }

    /** A variable's value, for a comparison of its bits. */
    float[] variable(String name) {
        return session.get(name).floats();
    }

    @Override
    public void close() {
        session.close();
    }
}
