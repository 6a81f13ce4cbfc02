package org.neocog.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neocog.device.Device;
import org.neocog.device.DeviceOptions;
import org.neocog.device.Devices;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.Buffer;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Initializer;
import org.neocog.nn.Mode;
import org.neocog.nn.Model;
import org.neocog.nn.Models;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;
import org.neocog.train.Optimizers;
import org.neocog.train.TrainingGraph;

/** Neocog on the CPU, through its public interface. */
final class NeocogRunner implements Runner {
    /** The weights stay where they are: numbers that grow or fade away would change the speed. */
    private static final float LEARNING_RATE = 1e-12f;

    private static final long SEED = 1;

    private final Device device;
    private final Session session;
    private final Executor executor;
    private final String result;
    private final HostTensor images;
    private final HostTensor labels;
    private final HostTensor fetched;
    private final HostTensor step = HostTensor.of(Shape.scalar(), new int[1]);
    private final HostTensor random = HostTensor.of(Shape.of(4), new int[] {(int) SEED, 0, 0, 0});
    private final long parameters;

    NeocogRunner(String name, boolean training, int batch, DeviceOptions options) {
        Model model = Models.find(name);
        device = Devices.open("cpu", options);
        session = new Session(device);
        Graph graph = training ? training(model, batch) : inference(model, batch);
        result = training ? "loss" : "probabilities";
        executor = session.executor(Planner.plan(graph, device));
        parameters = variables(model);
        images = HostTensor.zeros(TensorSpec.f32(model.inputShape().prepend(batch)));
        RandomStream.named(SEED, "images").normal(images.floats(), 1);
        labels = HostTensor.zeros(TensorSpec.i32(batch));
        for (int i = 0; i < batch; i++) {
            labels.ints()[i] = i % model.classes();
        }
        fetched = HostTensor.zeros(executor.plan().outputs().get(result).spec());
        executor.feed("learningRate", HostTensor.scalar(LEARNING_RATE));
    }

    private Graph training(Model model, int batch) {
        TrainingGraph training =
                TrainingGraph.of(model, batch, Optimizers.parse(DjlNets.optimizer(model.name())), 0);
        training.slots().forEach((slot, spec) -> session.adopt(slot, HostTensor.zeros(spec)));
        TrainingGraph.histories().forEach((history, spec) -> session.adopt(history, HostTensor.zeros(spec)));
        variables(training.parameters(), training.buffers());
        return training.graph();
    }

    private Graph inference(Model model, int batch) {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        Map<String, HostTensor> values = new LinkedHashMap<>();
        net.parameters().forEach(parameter ->
                values.put(parameter.name(), initial(parameter.name(), parameter.shape(), parameter.initializer())));
        net.buffers().forEach(buffer -> values.put(buffer.name(), initial(buffer.name(), buffer.shape(), buffer.initializer())));
        BatchNormFolding folding = BatchNormFolding.of(InferenceGraph.of(model, batch));
        folding.weights(values).forEach(session::adopt);
        return folding.graph();
    }

    private static long variables(Model model) {
        NetBuilder net = new NetBuilder(new GraphBuilder(), Mode.INFERENCE);
        model.scores(net, net.graph().input("images", TensorSpec.f32(model.inputShape().prepend(1))));
        return net.parameters().stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    private void variables(List<Parameter> parameters, List<Buffer> buffers) {
        parameters.forEach(parameter -> set(parameter.name(), parameter.shape(), parameter.initializer()));
        buffers.forEach(buffer -> set(buffer.name(), buffer.shape(), buffer.initializer()));
    }

    private void set(String name, Shape shape, Initializer initializer) {
        session.adopt(name, initial(name, shape, initializer));
    }

    private static HostTensor initial(String name, Shape shape, Initializer initializer) {
        return initializer.initialize(shape, RandomStream.named(SEED, "init/" + name));
    }

    @Override
    public void step() {
        step.ints()[0]++;
        random.ints()[2]++;
        executor.feed("images", images);
        executor.feed("labels", labels);
        executor.feed("step", step);
        executor.feed("random", random);
        executor.run();
        executor.fetch(result, fetched);
    }

    @Override
    public long parameters() {
        return parameters;
    }

    @Override
    public String about() {
        return "neocog on Java " + Runtime.version();
    }

    @Override
    public void close() {
        session.close();
        device.close();
    }
}
