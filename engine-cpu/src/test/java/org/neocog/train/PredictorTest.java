package org.neocog.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.UsageException;
import org.neocog.checkpoint.Checkpoint;
import org.neocog.device.Device;
import org.neocog.exec.Executor;
import org.neocog.exec.Planner;
import org.neocog.exec.Session;
import org.neocog.random.RandomStream;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

final class PredictorTest {
    private static final PredictorOptions OPTIONS = PredictorOptions.defaults().withThreads(2).withMaxBatch(8);

    @TempDir
    private static Path temp;

    private static Path run;

    @BeforeAll
    static void train() {
        run = temp.resolve("run");
        TinyRun.train(TinyRun.config(), run);
    }

    private static List<float[]> images(int seed, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] image = new float[36];
                    RandomStream.named(seed, "image" + i).uniform(image, 0, 1);
                    return image;
                })
                .toList();
    }

    private static List<List<Integer>> bits(List<Prediction> predictions) {
        return predictions.stream()
                .map(prediction -> {
                    float[] p = prediction.probabilities();
                    return IntStream.range(0, p.length).mapToObj(i -> Float.floatToRawIntBits(p[i])).toList();
                })
                .toList();
    }

    /** The evaluation graph's scores of images normalised by hand are another way to the same answer. */
    @Test
    void probabilitiesAreTheSoftmaxOfTheScoresOfNormalisedImages() {
        float[] image = new float[36];
        for (int i = 0; i < 36; i++) {
            image[i] = i / 36f;
        }
        float[] normalised = image.clone();
        TinyRun.NORMALIZATION.apply(Shape.of(1, 6, 6), normalised, 0);
        double[] wanted = new double[3];
        try (Device device = TinyRun.cpu(1);
                Session session = new Session(device)) {
            TrainedModel trained = TrainedModel.load(run, CheckpointKind.BEST);
            trained.weights().forEach(session::set);
            Executor executor = session.executor(Planner.plan(EvaluationGraph.of(trained.model(), 1), device));
            executor.feed("images", HostTensor.of(Shape.of(1, 1, 6, 6), normalised));
            executor.feed("labels", HostTensor.of(Shape.of(1), new int[1]));
            executor.run();
            float[] scores = executor.fetch("scores").floats();
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                wanted[i] = Math.exp(scores[i]);
                sum += wanted[i];
            }
            for (int i = 0; i < 3; i++) {
                wanted[i] /= sum;
            }
        }
        try (Predictor predictor = Predictor.open(run, OPTIONS)) {
            float[] found = predictor.predict(List.of(image)).getFirst().probabilities();
            for (int i = 0; i < 3; i++) {
                assertEquals(wanted[i], found[i], 1e-6);
            }
        }
    }

    @Test
    void theLikeliestClassesComeFirst() {
        Prediction prediction = new Prediction(List.of("a", "b", "c", "d"), new float[] {0.25f, 0.125f, 0.375f, 0.25f});
        List<ClassProbability> ranked = List.of(
                new ClassProbability(2, "c", 0.375f),
                new ClassProbability(0, "a", 0.25f),
                new ClassProbability(3, "d", 0.25f),
                new ClassProbability(1, "b", 0.125f));
        assertEquals(ranked, prediction.top(9));
        assertEquals(ranked.subList(0, 2), prediction.top(2));
        assertEquals(ranked.getFirst(), prediction.best());
        assertEquals("c (0.38)", prediction.toString());
        prediction.probabilities()[0] = 1;
        assertEquals(ranked, prediction.top(4));
    }

    @Test
    void arraysTensorsAndFilesGiveTheSameAnswers() throws IOException {
        byte[] bytes = new byte[36];
        BufferedImage picture = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
        float[] image = new float[36];
        for (int i = 0; i < 36; i++) {
            bytes[i] = (byte) (i * 7);
            image[i] = (i * 7 & 0xFF) / 255f;
        }
        picture.getRaster().setDataElements(0, 0, 6, 6, bytes);
        Path file = temp.resolve("picture.png");
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
        float[] copy = image.clone();
        try (Predictor predictor = Predictor.open(run, OPTIONS)) {
            List<List<Integer>> wanted = bits(predictor.predict(List.of(image)));
            assertEquals(wanted, bits(predictor.predict(HostTensor.of(Shape.of(1, 1, 6, 6), image))));
            assertEquals(wanted, bits(List.of(predictor.predict(file))));
            assertEquals(Shape.of(1, 6, 6), predictor.inputShape());
            assertEquals(List.of("top", "middle", "bottom"), predictor.labels());
        }
        assertArrayEquals(copy, image, "what is given is only read");
    }

    @Test
    void aLargeRequestIsSplitAndComesBackInOrder() {
        List<float[]> images = images(1, 29);
        try (Predictor predictor = Predictor.open(run, OPTIONS)) {
            List<Prediction> together = predictor.predict(images);
            assertEquals(29, together.size());
            for (int i = 0; i < 29; i++) {
                float[] alone = predictor.predict(List.of(images.get(i))).getFirst().probabilities();
                assertArrayEquals(alone, together.get(i).probabilities(), 1e-6f, "image " + i);
            }
            assertEquals(List.of(), predictor.predict(List.<float[]>of()));
        }
    }

    @Test
    void manyThreadsGetTheAnswersThatOneGets() throws InterruptedException, ExecutionException {
        int threads = 8;
        int requests = 100;
        List<List<List<Integer>>> wanted = new ArrayList<>();
        try (Predictor predictor = Predictor.open(run, OPTIONS)) {
            for (int request = 0; request < requests; request++) {
                wanted.add(bits(predictor.predict(images(request, 1 + request * 5 % 19))));
            }
        }
        try (WatchedDevice device = new WatchedDevice(TinyRun.cpu(2), () -> {});
                Predictor predictor = Predictor.on(device, TrainedModel.load(run, CheckpointKind.BEST), 8);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            CountDownLatch ready = new CountDownLatch(threads);
            List<Callable<List<List<List<Integer>>>>> clients = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * 13;
                clients.add(() -> {
                    ready.countDown();
                    ready.await();
                    List<List<List<Integer>>> found = new ArrayList<>(wanted);
                    for (int i = 0; i < requests; i++) {
                        int request = (first + i) % requests;
                        found.set(request, bits(predictor.predict(images(request, 1 + request * 5 % 19))));
                    }
                    return found;
                });
            }
            for (Future<List<List<List<Integer>>>> client : pool.invokeAll(clients)) {
                assertEquals(wanted, client.get());
            }
        }
    }

    @Test
    void closingGivesBackEverything() {
        WatchedDevice device = new WatchedDevice(TinyRun.cpu(1), () -> {});
        long before = device.allocatedBytes();
        Predictor predictor = Predictor.on(device, TrainedModel.load(run, CheckpointKind.LAST), 8);
        predictor.predict(images(1, 13));
        assertTrue(device.allocatedBytes() > before);
        predictor.close();
        assertEquals(before, device.allocatedBytes());
        assertTrue(device.closed());
        predictor.close();
        assertEquals(
                "the predictor is closed",
                assertThrows(IllegalStateException.class, () -> predictor.predict(images(1, 1))).getMessage());
    }

    @Test
    void whatIsKeptOnTheDeviceIsBounded() {
        WatchedDevice device = new WatchedDevice(TinyRun.cpu(1), () -> {});
        try (Predictor predictor = Predictor.on(device, TrainedModel.load(run, CheckpointKind.LAST), 8)) {
            predictor.predict(images(1, 8 + 4 + 2 + 1));
            long most = device.allocatedBytes();
            for (int count = 1; count <= 40; count++) {
                predictor.predict(images(1, count));
            }
            assertEquals(most, device.allocatedBytes());
        }
    }

    @Test
    void closingWaitsForWhatIsInFlight() throws InterruptedException, ExecutionException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WatchedDevice device = new WatchedDevice(TinyRun.cpu(1), () -> {
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Predictor predictor = Predictor.on(device, TrainedModel.load(run, CheckpointKind.BEST), 8);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<List<Prediction>> inFlight = pool.submit(() -> predictor.predict(images(1, 3)));
            reading.await();
            Thread closer = Thread.ofPlatform().start(predictor::close);
            while (closer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertFalse(device.closed());
            assertTrue(device.allocatedBytes() > 0);
            goOn.countDown();
            assertEquals(3, inFlight.get().size());
            closer.join();
        }
        assertTrue(device.closed());
        assertEquals(0, device.allocatedBytes());
        assertThrows(IllegalStateException.class, () -> predictor.predict(images(1, 1)));
    }

    @Test
    void imagesThatAreNoneAreRefused() {
        try (Predictor predictor = Predictor.open(run, OPTIONS)) {
            assertEquals(
                    "image 1 has 35 values; the network takes 1x6x6 (channels x height x width), 36",
                    message(() -> predictor.predict(List.of(new float[36], new float[35]))));
            for (float bad : new float[] {Float.NaN, 255, -0.001f}) {
                float[] image = new float[36];
                image[5] = bad;
                String wanted = "value 5 of image 1 is " + bad + "; values are from 0 to 1 (bytes divided by 255)";
                assertEquals(wanted, message(() -> predictor.predict(List.of(new float[36], image))));
                float[] both = new float[72];
                both[41] = bad;
                assertEquals(wanted, message(() -> predictor.predict(HostTensor.of(Shape.of(2, 1, 6, 6), both))));
            }
            assertEquals(
                    "the network takes images of Nx1x6x6, not 1x6x6",
                    message(() -> predictor.predict(HostTensor.of(Shape.of(1, 6, 6), new float[36]))));
            assertEquals(1, predictor.predict(List.of(new float[36])).size(), "and the predictor still works");
        }
    }

    private static String message(Callable<?> request) {
        return assertThrows(IllegalArgumentException.class, request::call).getMessage();
    }

    @Test
    void aRunThatCannotServeIsToldWhy() throws IOException {
        Path none = temp.resolve("none");
        assertEquals(
                none + ": no run here; the folder of a run holds config.json",
                assertThrows(NeocogException.class, () -> Predictor.open(none)).getMessage());
        Path fresh = temp.resolve("fresh");
        Files.createDirectories(fresh);
        new RunFolder(fresh).write(TinyRun.config());
        assertEquals(
                fresh + ": has no best checkpoint yet; train it first",
                assertThrows(NeocogException.class, () -> Predictor.open(fresh)).getMessage());
        new RunFolder(fresh).checkpoints().save(new RunFolder(run).checkpoints().loadLast(), false);
        assertEquals(
                fresh + ": has no best checkpoint before the end of its first epoch; choose the last one",
                assertThrows(NeocogException.class, () -> Predictor.open(fresh)).getMessage());
        Predictor.open(fresh, OPTIONS.withCheckpoint(CheckpointKind.LAST)).close();
        assertThrows(UsageException.class, () -> Predictor.open(run, OPTIONS.withDevice("abacus")));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withMaxBatch(0));
    }

    @Test
    void aCheckpointOfAnotherModelIsNamedTensorByTensor() {
        Path other = temp.resolve("other");
        new RunFolder(other).lock().close();
        new RunFolder(other).write(TinyRun.config());
        Checkpoint good = new RunFolder(run).checkpoints().loadLast();
        Map<String, HostTensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.put("fc2.weight", HostTensor.of(Shape.of(3, 9), new float[27]));
        new RunFolder(other).checkpoints().save(new Checkpoint(tensors, good.state()), true);
        assertEquals(
                other + ": the best checkpoint: the tensor fc2.weight is 3x9:f32, but the model wants 3x8:f32",
                assertThrows(NeocogException.class, () -> Predictor.open(other)).getMessage());
        tensors.remove("fc2.weight");
        new RunFolder(other).checkpoints().save(new Checkpoint(tensors, good.state()), true);
        assertEquals(
                other + ": the best checkpoint: the tensor fc2.weight is missing; the model wants it as 3x8:f32",
                assertThrows(NeocogException.class, () -> Predictor.open(other)).getMessage());
    }
}
