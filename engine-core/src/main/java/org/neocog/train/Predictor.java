package org.neocog.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.neocog.NeocogException;
import org.neocog.data.ImageFile;
import org.neocog.data.ImageSource;
import org.neocog.data.Normalization;
import org.neocog.data.augment.Augmentation;
import org.neocog.device.Device;
import org.neocog.device.Devices;
import org.neocog.exec.Executor;
import org.neocog.exec.Session;
import org.neocog.features.Features;
import org.neocog.nn.BatchNormFolding;
import org.neocog.nn.InferenceGraph;
import org.neocog.nn.Model;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/**
 * Predicts with a trained network. Images are given as they are, in [0, 1]; they are normalised here as the training data
 * were.
 *
 * <p>Any number of threads may ask at once. One piece of a request at a time is on the device, first come, first served.
 * Requests are never put together, so the answer to the same images in the same order is the same, bit by bit, whoever else
 * asks meanwhile; among other images, or in a request of another size, the last bits of an image's probabilities may differ.
 * A request is cut into pieces of {@link PredictorOptions#maxBatch} images and then of falling powers of two, for each of
 * which there is one plan: what is kept on the device is bounded, and no image is computed for nothing.
 */
public final class Predictor implements AutoCloseable {
    private final Device device;
    private final Model model;
    private final Shape imageShape;
    private final Optional<Features> features;
    private final Normalization normalization;
    private final Augmentation augmentation;
    private final List<String> labels;
    private final int maxBatch;
    private final Session session;
    private final PlanCache plans;
    /** Held for reading during each request, and for writing to close: so closing waits for what is in flight. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock(true);

    private final Lock turn = new ReentrantLock(true);
    private boolean closed;

    private Predictor(Device device, TrainedModel trained, int maxBatch) {
        this.device = device;
        this.model = trained.model();
        this.imageShape = trained.imageShape();
        this.features = trained.config().data().features();
        this.normalization = trained.config().data().normalization();
        this.augmentation = trained.config().data().options().augmentation();
        this.labels = trained.config().data().labels();
        this.maxBatch = maxBatch;
        this.session = new Session(device);
        this.plans = new PlanCache(session, batch -> folded(model, batch).graph());
    }

    /**
     * Opens a run with its best checkpoint, on the CPU.
     *
     * @throws NeocogException if there is no run or no such checkpoint, it is damaged, or its tensors are not the model's
     */
    public static Predictor open(Path run) {
        return open(run, PredictorOptions.defaults());
    }

    /**
     * Opens a run.
     *
     * @throws NeocogException as {@link #open(Path)} does; or if the device cannot serve
     */
    public static Predictor open(Path run, PredictorOptions options) {
        TrainedModel trained = TrainedModel.load(run, options.checkpoint());
        return on(Devices.open(options.device(), options.numerics().withThreads(options.threads())), trained, options.maxBatch());
    }

    /** The device is closed with the predictor, and if this fails. */
    static Predictor on(Device device, TrainedModel trained, int maxBatch) {
        try {
            if (trained.config().data().labels().size() != trained.model().classes()) {
                throw new NeocogException("the run has names for " + trained.config().data().labels().size()
                        + " classes, but its model " + trained.model().name() + " has " + trained.model().classes());
            }
            Predictor predictor = new Predictor(device, trained, maxBatch);
            try {
                Weights.set(predictor.session, folded(trained.model(), 1).weights(trained.weights()));
                return predictor;
            } catch (RuntimeException | Error e) {
                predictor.session.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            device.close();
            throw e;
        }
    }

    /** The graph that predicts, with batch normalizations folded into the products before them. */
    private static BatchNormFolding folded(Model model, int batch) {
        return BatchNormFolding.of(InferenceGraph.of(model, batch));
    }

    /** Channels x height x width of an image. */
    public Shape inputShape() {
        return imageShape;
    }

    /** The names of the classes; the index is the class. */
    public List<String> labels() {
        return labels;
    }

    /**
     * Predicts the picture in a PNG or JPEG file. It is scaled and its middle cropped as the run's test pictures were; where
     * they were not, it must have the network's height and width.
     *
     * @throws NeocogException if it cannot be read, is damaged, or has a size that cannot be taken
     */
    public Prediction predict(Path imageFile) {
        return predict(List.of(ImageFile.read(imageFile, imageShape, augmentation))).getFirst();
    }

    /**
     * Opens a PNG, JPEG or IDX file whose images are to be predicted, scaled and cropped as the run's test pictures were.
     *
     * @throws NeocogException if it cannot be read or holds images that the network cannot take
     */
    public ImageSource images(Path file) {
        return ImageSource.open(file, imageShape, augmentation);
    }

    /**
     * Predicts images, each of C*H*W floats in [0, 1], in the order channel, row, column. The arrays are only read.
     *
     * @return a prediction for each image, in their order
     * @throws IllegalArgumentException if an image has another length, or a value outside [0, 1]
     * @throws IllegalStateException if the predictor has been closed
     * @throws NeocogException if the device has not enough memory, or the network's answer is NaN
     */
    public List<Prediction> predict(List<float[]> images) {
        int elements = imageShape.elements();
        for (int i = 0; i < images.size(); i++) {
            float[] image = images.get(i);
            if (image.length != elements) {
                throw new IllegalArgumentException("image " + i + " has " + image.length + " values; the network takes "
                        + imageShape + " (channels x height x width), " + elements);
            }
            check(i, image, 0);
        }
        return predict(images.size(), (index, target, offset) ->
                System.arraycopy(images.get(index), 0, target, offset, elements));
    }

    /**
     * Predicts images f32[N,C,H,W] with values in [0, 1]. The tensor is only read.
     *
     * @return a prediction for each image, in their order
     * @throws IllegalArgumentException if the tensor has another shape, or a value outside [0, 1]
     * @throws IllegalStateException if the predictor has been closed
     * @throws NeocogException if the device has not enough memory, or the network's answer is NaN
     */
    public List<Prediction> predict(HostTensor images) {
        if (images.shape().rank() != 4 || !images.shape().dropFirst().equals(imageShape)) {
            throw new IllegalArgumentException(
                    "the network takes images of Nx" + imageShape + ", not " + images.shape());
        }
        float[] values = images.floats();
        int count = images.shape().dim(0);
        int elements = imageShape.elements();
        for (int i = 0; i < count; i++) {
            check(i, values, i * elements);
        }
        return predict(count, (index, target, offset) ->
                System.arraycopy(values, index * elements, target, offset, elements));
    }

    /** Copies one image of a request. */
    @FunctionalInterface
    private interface Images {
        void copy(int index, float[] target, int offset);
    }

    private void check(int index, float[] values, int offset) {
        for (int i = 0; i < imageShape.elements(); i++) {
            float value = values[offset + i];
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("value " + i + " of image " + index + " is " + value
                        + "; values are from 0 to 1 (bytes divided by 255)");
            }
        }
    }

    private List<Prediction> predict(int count, Images images) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the predictor is closed");
            }
            List<Prediction> predictions = new ArrayList<>(count);
            while (predictions.size() < count) {
                int left = count - predictions.size();
                int batch = left >= maxBatch ? maxBatch : Integer.highestOneBit(left);
                predictions.addAll(piece(predictions.size(), batch, images));
            }
            return List.copyOf(predictions);
        } finally {
            life.readLock().unlock();
        }
    }

    private List<Prediction> piece(int first, int batch, Images images) {
        Shape shape = model.inputShape();
        HostTensor input = HostTensor.of(shape.prepend(batch), new float[batch * shape.elements()]);
        for (int i = 0; i < batch; i++) {
            copy(images, first + i, input.floats(), i * shape.elements());
            normalization.apply(shape, input.floats(), i * shape.elements());
        }
        float[] probabilities = run(batch, input);
        int classes = labels.size();
        List<Prediction> predictions = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            float[] row = Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes);
            for (float probability : row) {
                if (Float.isNaN(probability)) {
                    throw new NeocogException("the answer to image " + (first + i) + " is not a number: the weights of "
                            + model.name() + " are too large; train it with a smaller learning rate");
                }
            }
            predictions.add(new Prediction(labels, row));
        }
        return predictions;
    }

    /** The image, or the features in its place. */
    private void copy(Images images, int index, float[] target, int offset) {
        if (features.isEmpty()) {
            images.copy(index, target, offset);
            return;
        }
        float[] image = new float[imageShape.elements()];
        images.copy(index, image, 0);
        features.get().compute(image, target, offset);
    }

    private float[] run(int batch, HostTensor images) {
        turn.lock();
        try {
            Executor executor = plans.at(batch);
            executor.feed(InferenceGraph.IMAGES, images);
            executor.run();
            return executor.fetch("probabilities").floats();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Waits for the requests in flight and gives back everything, the device included. Doing it again does nothing.
     */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
                device.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
