package org.neocog.train;

import java.util.Map;
import org.neocog.NeocogException;
import org.neocog.data.BatchLoader;
import org.neocog.data.Dataset;
import org.neocog.device.Device;
import org.neocog.exec.Session;
import org.neocog.nn.Model;
import org.neocog.tensor.HostTensor;

/** Measures a trained network on labelled data. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * @param weights the model's parameters by name, as a checkpoint has them; an optimizer's tensors are left aside,
     *     and moving averages take the place of what they are averages of
     * @param data normalised as the training data were
     * @param batch examples that are passed through the network at once; the result depends on it in the last bits only
     * @throws NeocogException if the weights or the data do not suit the model, or the loss is not a number
     */
    public static Evaluation evaluate(
            Device device, Model model, Map<String, HostTensor> weights, Dataset data, int batch) {
        return evaluate(device, model, weights, data, 1, batch, 1);
    }

    /**
     * Measures with several views of each picture, whose probabilities are averaged. With more than one the loss is the mean
     * of -ln of the averaged probability of the true class.
     *
     * @param data with the views of each picture side by side, as
     *     {@link org.neocog.data.DataFolder#openTest(java.nio.file.Path, org.neocog.data.DataOptions,
     *     org.neocog.data.augment.TestViews, org.neocog.data.augment.PictureSize)} gives them
     * @param views of each picture
     * @param workers threads that load the data
     * @throws NeocogException as {@link #evaluate(Device, Model, Map, Dataset, int)} does
     */
    public static Evaluation evaluate(
            Device device,
            Model model,
            Map<String, HostTensor> weights,
            Dataset data,
            int views,
            int batch,
            int workers) {
        if (views < 1 || data.size() % views != 0) {
            throw new IllegalArgumentException(data.size() + " examples are not " + views + " views of each picture");
        }
        Map<String, HostTensor> parameters = Weights.toUse(weights);
        Weights.check("model " + model.name(), Weights.specs(model), parameters);
        TrainingData.check(model, data);
        try (Session session = new Session(device)) {
            Weights.set(session, parameters);
            BatchLoader loader = BatchLoader.inOrder(data, batch).withWorkers(workers);
            Evaluation evaluation = views == 1
                    ? new EvaluationLoop(session, model, loader).run(() -> false).orElseThrow()
                    : new ViewLoop(session, model, loader, views).run();
            if (!Double.isFinite(evaluation.loss())) {
                throw new NeocogException("the loss is " + evaluation.loss() + ": the weights or the images are no sound numbers");
            }
            return evaluation;
        }
    }
}
