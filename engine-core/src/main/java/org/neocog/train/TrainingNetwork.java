package org.neocog.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.neocog.data.Batch;
import org.neocog.data.BatchLoader;
import org.neocog.device.Device;
import org.neocog.device.OutOfDeviceMemoryException;
import org.neocog.exec.Executor;
import org.neocog.exec.LargestBatch;
import org.neocog.exec.Plan;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.exec.StepObserver;
import org.neocog.nn.Buffer;
import org.neocog.nn.Model;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.Parameter;
import org.neocog.nn.ParameterUse;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * A network on its device, ready to be trained and validated: the variables, shared by the plans for every batch size that
 * there will be. Nothing is allocated on the device after it is opened.
 */
final class TrainingNetwork implements AutoCloseable {
    /** What a training step saw, before its update. */
    record Seen(float loss, float correct) {}

    /** Plans that run beside the training's and have inputs of their own: validation, and a short last batch of either. */
    private static final int OTHER_INPUTS = 3;

    private final Session session;
    private final PlanCache training;
    private final EvaluationLoop evaluation;
    private final Optional<Executor> averaging;
    private final Optional<Mixup> mixup;
    private final Optional<StepObserver> observer;
    private final SequencedMap<String, TensorSpec> histories = TrainingGraph.histories();
    private final HostTensor learningRate = HostTensor.scalar(0);
    private final HostTensor step = HostTensor.zeros(TensorSpec.i32());
    private final HostTensor share = HostTensor.scalar(0);
    private final HostTensor random = HostTensor.zeros(TensorSpec.i32(4));

    private TrainingNetwork(
            Session session,
            PlanCache training,
            EvaluationLoop evaluation,
            Optional<Executor> averaging,
            Optional<Mixup> mixup,
            Optional<StepObserver> observer) {
        this.session = session;
        this.training = training;
        this.evaluation = evaluation;
        this.averaging = averaging;
        this.mixup = mixup;
        this.observer = observer;
    }

    /**
     * @param variables the values of parameters and slots, which are handed over and may not be used any more
     * @throws org.neocog.NeocogException if the device has not enough memory
     */
    static TrainingNetwork open(
            Device device,
            Model model,
            TrainConfig config,
            IntFunction<TrainingGraph> graphOf,
            Map<String, HostTensor> variables,
            BatchLoader train,
            BatchLoader validation,
            Optional<StepObserver> observer) {
        long before = device.allocatedBytes();
        Session session = new Session(device);
        try {
            Weights.adopt(session, variables);
            TrainingGraph.histories().forEach((name, spec) -> session.adopt(name, HostTensor.zeros(spec)));
            PlanCache training = new PlanCache(session, batch -> graphOf.apply(batch).graph());
            BatchSizes.of(train).forEach(training::at);
            List<Parameter> trained = graphOf.apply(train.batchSize()).trained();
            return new TrainingNetwork(
                    session,
                    training,
                    new EvaluationLoop(session, model, validation, evaluated(config, trained)),
                    averaging(session, config, trained),
                    config.training().mixup() > 0
                            ? Optional.of(new Mixup(config.training().mixup(), config.seed()))
                            : Optional.empty(),
                    observer);
        } catch (OutOfDeviceMemoryException e) {
            long available = e.free() + device.allocatedBytes() - before;
            session.close();
            throw e.because(whatFits(train.batchSize(), available, batch -> Planner.plan(graphOf.apply(batch).graph(), device)));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** Where validation finds the parameters: in their averages, if there are any. */
    private static ParameterUse evaluated(TrainConfig config, List<Parameter> trained) {
        if (config.training().averaging() == 0) {
            return ParameterUse.plain();
        }
        Set<String> averaged = trained.stream().map(Parameter::name).collect(Collectors.toSet());
        return new ParameterUse(name -> averaged.contains(name) ? Averages.variable(name) : name, _ -> true);
    }

    private static Optional<Executor> averaging(Session session, TrainConfig config, List<Parameter> trained) {
        float decay = (float) config.training().averaging();
        return decay == 0
                ? Optional.empty()
                : Optional.of(session.executor(Planner.plan(Averages.update(trained, decay), session.device())));
    }

    private static String whatFits(int batch, long available, IntFunction<Plan> planOf) {
        OptionalInt fits = LargestBatch.below(batch, available, planOf, OTHER_INPUTS);
        return fits.isPresent()
                ? "use --batch " + fits.getAsInt() + " or less"
                : "not even a batch of one fits";
    }

    /** The values at the start of a run: what the initialisers give for the seed, and zeros for the optimizer. */
    static SequencedMap<String, HostTensor> initialVariables(TrainingGraph graph, long seed) {
        SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            RandomStream stream = RandomStream.named(seed, "init/" + parameter.name());
            values.put(parameter.name(), parameter.initializer().initialize(parameter.shape(), stream));
        }
        for (Buffer buffer : graph.buffers()) {
            RandomStream stream = RandomStream.named(seed, "init/" + buffer.name());
            values.put(buffer.name(), buffer.initializer().initialize(buffer.shape(), stream));
        }
        graph.slots().forEach((name, spec) -> values.put(name, HostTensor.zeros(spec)));
        return values;
    }

    /**
     * Trains on a batch, without waiting for what comes out; see {@link #lastSteps}.
     *
     * @param rate the learning rate
     * @param number of the step, from 1
     */
    void step(Batch batch, float rate, long number, long seed) {
        learningRate.floats()[0] = rate;
        step.ints()[0] = Math.toIntExact(number);
        int[] state = random.ints();
        state[0] = (int) seed;
        state[1] = (int) (seed >>> 32);
        state[2] = (int) number;
        state[3] = (int) (number >>> 32);
        Executor executor = training.at(batch.size());
        executor.feed("images", batch.images());
        executor.feed("labels", batch.labels());
        executor.feed("learningRate", learningRate);
        executor.feed("step", step);
        executor.feed(NetBuilder.RANDOM, random);
        mixup.ifPresent(mix -> {
            share.floats()[0] = mix.share(number);
            executor.feed(Mixup.SHARE, share);
            executor.feed(Mixup.PARTNERS, mix.partners(number, batch.size()));
        });
        run(executor);
        averaging.ifPresent(this::run);
    }

    private void run(Executor executor) {
        observer.ifPresentOrElse(executor::run, executor::run);
    }

    /** After how many steps {@link #lastSteps} should be asked for: waiting for a device should be rare. */
    int stepsBetweenReads() {
        return session.device().asynchronous() ? TrainingGraph.HISTORY : 1;
    }

    /**
     * Waits for the steps that were made and says what the last of them saw, the oldest first.
     *
     * @param number of the last step
     * @param count at most {@link TrainingGraph#HISTORY}
     */
    List<Seen> lastSteps(long number, int count) {
        float[] losses = session.get(TrainingGraph.LOSSES).floats();
        float[] correct = session.get(TrainingGraph.CORRECT).floats();
        return LongStream.rangeClosed(number - count + 1, number)
                .mapToInt(step -> (int) ((step - 1) % TrainingGraph.HISTORY))
                .mapToObj(at -> new Seen(losses[at], correct[at]))
                .toList();
    }

    /** Empty if {@code stop} becomes true before the end. */
    Optional<Evaluation> validate(BooleanSupplier stop) {
        return evaluation.run(stop);
    }

    /** Copies of all parameters, buffers, slots and averages. */
    SequencedMap<String, HostTensor> variables() {
        SequencedMap<String, HostTensor> values = new LinkedHashMap<>();
        session.variables().keySet().stream()
                .filter(name -> !histories.containsKey(name))
                .forEach(name -> values.put(name, session.get(name)));
        return values;
    }

    /** All that is allocated on the device, as the planner promised it. */
    long deviceBytes() {
        long variables = session.variables().values().stream().mapToLong(TensorSpec::bytes).sum();
        List<PlanCache> all = List.of(training, evaluation.plans());
        long averages = averaging.map(executor -> executor.plan().memory().arena()).orElse(0L);
        return variables
                + all.stream().mapToLong(PlanCache::ownBytes).sum()
                + Math.max(averages, all.stream().mapToLong(PlanCache::arenaBytes).max().orElseThrow());
    }

    @Override
    public void close() {
        session.close();
    }
}
