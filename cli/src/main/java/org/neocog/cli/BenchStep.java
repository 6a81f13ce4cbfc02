package org.neocog.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neocog.data.Batch;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.exec.StepObserver;
import org.neocog.graph.GraphBuilder;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.Buffer;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;
import org.neocog.train.Optimizers;
import org.neocog.train.TrainingGraph;

/**
 * One step of training or prediction on synthetic data: images of normally distributed numbers, labels of each class in
 * turn, weights as they begin, all from seed 0. The learning rate is so small that the weights stay where they are, for
 * numbers that grow or fade away would change the speed.
 */
final class BenchStep implements AutoCloseable {
    private static final long SEED = 0;
    private static final float LEARNING_RATE = 1e-12f;

    private final Session session;
    private final Executor executor;
    private final String result;
    private final HostTensor images;
    private final HostTensor labels;
    private final HostTensor fetched;
    private int step;

    private BenchStep(Session session, Plan plan, Model model, int batch, String result) {
        this.session = session;
        this.executor = session.executor(plan);
        this.result = result;
        this.images = images(model.inputShape().prepend(batch));
        this.labels = labels(batch * model.labelsPerImage(), model.classes());
        this.fetched = HostTensor.zeros(plan.outputs().get(result).spec());
        executor.feed("learningRate", HostTensor.scalar(LEARNING_RATE));
    }

    static BenchStep training(Device device, Model model, int batch) {
        TrainingGraph training = TrainingGraph.of(
                model,
                batch,
                Optimizers.parse(model.recipe().optimizer()),
                (float) model.recipe().weightDecay());
        Session session = new Session(device);
        try {
            initialValues(training.parameters(), training.buffers()).forEach(session::adopt);
            training.slots().forEach((name, spec) -> session.adopt(name, HostTensor.zeros(spec)));
            TrainingGraph.histories().forEach((name, spec) -> session.adopt(name, HostTensor.zeros(spec)));
            return new BenchStep(session, Planner.plan(training.graph(), device), model, batch, "loss");
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    static BenchStep inference(Device device, Model model, int batch) {
        BatchNormFolding folding = BatchNormFolding.of(InferenceGraph.of(model, batch));
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        Session session = new Session(device);
        try {
            folding.weights(initialValues(net.parameters(), net.buffers())).forEach(session::adopt);
            return new BenchStep(session, Planner.plan(folding.graph(), device), model, batch, "probabilities");
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static Map<String, HostTensor> initialValues(List<Parameter> parameters, List<Buffer> buffers) {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            RandomStream stream = RandomStream.named(SEED, "init/" + parameter.name());
            values.put(parameter.name(), parameter.initializer().initialize(parameter.shape(), stream));
        }
        for (Buffer buffer : buffers) {
            RandomStream stream = RandomStream.named(SEED, "init/" + buffer.name());
            values.put(buffer.name(), buffer.initializer().initialize(buffer.shape(), stream));
        }
        return values;
    }

    private static HostTensor images(Shape shape) {
        HostTensor images = HostTensor.zeros(TensorSpec.f32(shape));
        RandomStream.named(SEED, "bench/images").normal(images.floats(), 1);
        return images;
    }

    private static HostTensor labels(int count, int classes) {
        HostTensor labels = HostTensor.zeros(TensorSpec.i32(count));
        for (int i = 0; i < count; i++) {
            labels.ints()[i] = i % classes;
        }
        return labels;
    }

    int batch() {
        return images.shape().dim(0);
    }

    long multiplyAdds() {
        return executor.plan().multiplyAdds();
    }

    Plan plan() {
        return executor.plan();
    }

    void run() {
        feed(images, labels);
        executor.run();
        executor.fetch(result, fetched);
    }

    /** A step on a batch of real images, as large as the batches that the step was made for. */
    void run(Batch real) {
        feed(real.images(), real.labels());
        executor.run();
        executor.fetch(result, fetched);
    }

    void run(StepObserver observer) {
        feed(images, labels);
        executor.run(observer);
    }

    private void feed(HostTensor batchImages, HostTensor batchLabels) {
        step++;
        executor.feed("images", batchImages);
        executor.feed("labels", batchLabels);
        executor.feed("step", HostTensor.of(Shape.scalar(), new int[] {step}));
        executor.feed("random", HostTensor.of(Shape.of(4), new int[] {(int) SEED, 0, step, 0}));
    }

    @Override
    public void close() {
        session.close();
    }
}
