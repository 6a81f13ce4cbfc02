package org.neocog.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.neocog.nn.Models;
import org.neocog.tensor.Shape;

/** ONNX Runtime on the CPU: all graph optimisations, sequential execution, its own spinning threads. */
final class OnnxRunner implements Runner {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final FloatBuffer images;
    private final long[] shape;
    private final float[] probabilities;
    private final int threads;

    OnnxRunner(Path file, String model, int batch, int threads) {
        Shape image = Models.find(model).inputShape();
        this.threads = threads;
        this.shape = new long[] {batch, image.dim(0), image.dim(1), image.dim(2)};
        this.images = ByteBuffer.allocateDirect(Float.BYTES * batch * image.elements())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < images.capacity(); i++) {
            images.put(i, (float) random.nextGaussian());
        }
        this.probabilities = new float[batch * Models.find(model).classes()];
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void step() {
        images.rewind();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, images, shape);
                OrtSession.Result result = session.run(Map.of("images", input))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long parameters() {
        return -1;
    }

    @Override
    public String about() {
        return "ONNX Runtime " + environment.getVersion() + ", " + threads + " threads, all optimisations";
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
