package org.neocog.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.neocog.NeocogException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.checkpoint.JsonLines;
import org.neocog.data.BatchLoader;
import org.neocog.data.Splits;
import org.neocog.device.Device;
import org.neocog.exec.StepObserver;
import org.neocog.nn.Model;
import org.neocog.nn.Parameter;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.TensorSpec;

/**
 * Trains a model: in each epoch a step for each batch, then validation, a line of metrics and a checkpoint. What it comes to
 * depends on model, data, configuration and nothing else, bit by bit: not on the number of threads, nor on how often the
 * run was stopped, killed and resumed. For one use, by one thread; {@link #requestStop} may come from any.
 */
public final class Trainer {
    private final Device device;
    private final Model model;
    private final Splits data;
    private final TrainConfig config;
    private final RunFolder run;
    private final TrainListener listener;
    private final Optimizer optimizer;
    private final BatchLoader train;
    private final BatchLoader validation;
    private final TrainState state;
    private final TrainingGraph graph;
    private final AtomicBoolean used = new AtomicBoolean();
    private Optional<StepObserver> observer = Optional.empty();
    private volatile boolean stopRequested;

    /**
     * Checks that everything fits together; nothing is allocated or written before {@link #run} or {@link #resume}.
     *
     * @param device is only borrowed
     * @param data to train on and to validate with, normalised as the configuration says
     * @throws org.neocog.UsageException if optimizer or schedule make no sense, or a pattern of what to freeze matches nothing
     * @throws NeocogException if the data do not suit the model, or the batch is larger than the data
     * @throws IllegalArgumentException if the configuration is another model's or other data's
     */
    public Trainer(
            Device device, Model model, Splits data, TrainConfig config, RunFolder run, TrainListener listener) {
        if (!config.model().equals(model.description())) {
            throw new IllegalArgumentException("the configuration describes another model than " + model.name());
        }
        if (!config.data().normalization().equals(data.train().normalization())
                || !config.data().normalization().equals(data.heldOut().normalization())) {
            throw new IllegalArgumentException("the data are not normalised as the configuration says");
        }
        TrainingData.check(model, data.train());
        if (!config.data().labels().equals(data.train().labels())) {
            throw new IllegalArgumentException("the data have other classes than the configuration says");
        }
        this.device = device;
        this.model = model;
        this.data = data;
        this.config = config;
        this.run = run;
        this.listener = listener;
        this.optimizer = Optimizers.parse(config.recipe().optimizer());
        this.state = new TrainState(Schedules.parse(config.recipe().schedule(), config.recipe().learningRate()));
        int workers = config.data().options().workerThreads();
        this.train = new BatchLoader(data.train(), config.recipe().batch(), config.seed(), true).withWorkers(workers);
        this.validation = BatchLoader.inOrder(data.heldOut(), config.recipe().batch()).withWorkers(workers);
        this.graph = graph(train.batchSize());
    }

    /** Has every launch of the training steps watched, one by one, which is slow; to be called before the run. */
    public void observe(StepObserver watcher) {
        observer = Optional.of(watcher);
    }

    /** Asks for an end after the step that runs; the trainer then saves a checkpoint and returns. Safe from any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Trains from the start, in a folder that holds no run yet.
     *
     * @throws NeocogException if the folder holds a run or cannot be written, the device has not enough memory, or the
     *     training diverges (loss or weights become NaN or infinite); the last checkpoint is then the last good one
     */
    public TrainResult run() {
        use();
        try (RunLock _ = run.lock()) {
            run.requireNew();
            return train(start(), true);
        }
    }

    /**
     * Goes on from the last checkpoint, or from the start if the run ended before its first. Device, threads, checkpoints
     * and the number of epochs may be others than before.
     *
     * @throws NeocogException as {@link #run} does; or if there is no run in the folder, it has other settings (the message
     *     names the first that differs) or other data, or its last checkpoint is damaged
     */
    public TrainResult resume() {
        use();
        TrainConfig before = run.config();
        before.requireContinuedBy(config);
        try (RunLock _ = run.lock()) {
            return train(run.checkpoints().exists() ? restore() : start(), !before.equals(config));
        }
    }

    private void use() {
        if (used.getAndSet(true)) {
            throw new IllegalStateException("a trainer is for one use");
        }
    }

    private TrainingGraph graph(int batch) {
        return TrainingGraph.of(model, batch, optimizer, (float) config.recipe().weightDecay(), config.training());
    }

    /** The values at the start of a run: fresh ones, another network's where asked for, and averages that begin with those. */
    private Map<String, HostTensor> start() {
        SequencedMap<String, HostTensor> values = TrainingNetwork.initialVariables(graph, config.seed());
        config.training().initFrom().ifPresent(source -> listener.transferred(
                Transfer.into(Path.of(source), Weights.specs(graph.parameters(), graph.buffers()), values)));
        averages().forEach((name, parameter) -> values.put(name, values.get(parameter.name())));
        return values;
    }

    /** The variables of moving averages, and what they are averages of. */
    private SequencedMap<String, Parameter> averages() {
        SequencedMap<String, Parameter> averages = new LinkedHashMap<>();
        if (config.training().averaging() > 0) {
            graph.trained().forEach(parameter -> averages.put(Averages.variable(parameter.name()), parameter));
        }
        return averages;
    }

    private Map<String, HostTensor> restore() {
        Checkpoint checkpoint = run.checkpoints().loadLast();
        String origin = run.path().resolve("checkpoints/last.json").toString();
        StrictObject in = new StrictObject(origin, checkpoint.state());
        ConfigJson.read(origin, in.rawObject("config")).requireContinuedBy(config);
        requireExamples("training", in.whole("trainExamples", 1), data.train().size());
        requireExamples("validation", in.whole("valExamples", 1), data.heldOut().size());
        state.restore(in);
        in.end();
        SequencedMap<String, TensorSpec> wanted = new LinkedHashMap<>(Weights.specs(graph.parameters(), graph.buffers()));
        wanted.putAll(graph.slots());
        averages().forEach((name, parameter) -> wanted.put(name, parameter.node().spec()));
        Weights.check(origin, wanted, checkpoint.tensors());
        return checkpoint.tensors();
    }

    private void requireExamples(String part, int before, int now) {
        if (before != now) {
            throw new NeocogException("cannot resume: the run had " + before + " " + part + " examples, but the data now have "
                    + now + "; resume with the same data, or start a new run");
        }
    }

    private TrainResult train(Map<String, HostTensor> variables, boolean writeConfig) {
        try (TrainingNetwork network =
                TrainingNetwork.open(device, model, config, this::graph, variables, train, validation, observer)) {
            if (writeConfig) {
                run.write(config);
            }
            try (JsonLines metrics = run.openMetrics(state.epoch())) {
                listener.start(start(network));
                TrainLoop loop = new TrainLoop(
                        config, state, network, train, validation, run, metrics, listener, () -> stopRequested);
                if (config.training().initFrom().isPresent() && !run.checkpoints().exists()) {
                    loop.saveStart();
                }
                boolean stopped = !loop.run();
                TrainResult result = new TrainResult(run.metrics(), state.best(), state.step(), stopped);
                listener.stop(result);
                return result;
            }
        }
    }

    private TrainStart start(TrainingNetwork network) {
        long parameters = Weights.parameterCount(graph.trained());
        return new TrainStart(
                config.recipe().epochs(),
                train.batches(),
                data.train().size(),
                data.heldOut().size(),
                state.step(),
                parameters,
                network.deviceBytes());
    }
}
