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
        Map<String, HostTensor> parameters = Weights.toUse(weights);
        Weights.check("model " + model.name(), Weights.specs(model), parameters);
        TrainingData.check(model, data);
        try (Session session = new Session(device)) {
            Weights.set(session, parameters);
            Evaluation evaluation = new EvaluationLoop(session, model, BatchLoader.inOrder(data, batch))
                    .run(() -> false)
                    .orElseThrow();
            if (!Double.isFinite(evaluation.loss())) {
                throw new NeocogException("the loss is " + evaluation.loss() + ": the weights or the images are no sound numbers");
            }
            return evaluation;
        }
    }
}
