package org.neocog.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.train.EpochMetrics;

class EventFileTest {
    /** What TensorBoard 2.21's own record writer and message classes make of the same two events. */
    private static final String GOLDEN =
            "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe92c00000000000000f4aecc45"
                    + "0900006040fc54d94110ac022a1e0a110a0a65706f63685f6c6f7373150000003e0a090a02c2b515c0e1e4cbf90f8045";

    @TempDir
    private Path folder;

    @Test
    void hasTheBytesThatTensorBoardItselfWrites() throws IOException {
        try (EventFile events = EventFile.create(folder, 1700000000.25)) {
            Map<String, Float> values = new LinkedHashMap<>();
            values.put("epoch_loss", 0.125f);
            values.put("µ", -3e7f);
            events.scalars(1700000001.5, 300, values);
            assertTrue(events.path().getFileName().toString().startsWith("events.out.tfevents.1700000000."));
            assertEquals(GOLDEN, HexFormat.of().formatHex(Files.readAllBytes(events.path())));
        }
    }

    @Test
    void epochsAreReadBackWithTheirChecksums() throws IOException {
        double[] now = {1e9};
        try (EpochEvents events = new EpochEvents(folder, () -> now[0]++)) {
            events.epochEnd(new EpochMetrics(1, 2.5, 0.25, 2.25, 0.5, 0.01f, 3, 100));
            events.epochEnd(new EpochMetrics(2, 1.5, 0.75, Double.NaN, 0.625, 0.005f, 3, 100));
        }
        assertEquals(
                List.of(
                        new EventReader.Scalar(1, "epoch_loss", 2.5f),
                        new EventReader.Scalar(1, "epoch_accuracy", 0.25f),
                        new EventReader.Scalar(1, "epoch_learning_rate", 0.01f),
                        new EventReader.Scalar(2, "epoch_loss", 1.5f),
                        new EventReader.Scalar(2, "epoch_accuracy", 0.75f),
                        new EventReader.Scalar(2, "epoch_learning_rate", 0.005f)),
                EventReader.read(only(folder.resolve("train"))));
        assertEquals(
                List.of(
                        new EventReader.Scalar(1, "epoch_loss", 2.25f),
                        new EventReader.Scalar(1, "epoch_accuracy", 0.5f),
                        new EventReader.Scalar(2, "epoch_loss", Float.NaN),
                        new EventReader.Scalar(2, "epoch_accuracy", 0.625f)),
                EventReader.read(only(folder.resolve("validation"))));
    }

    @Test
    void twoFilesBegunInOneSecondAreTwoFiles() throws IOException {
        EventFile.create(folder, 5).close();
        EventFile.create(folder, 5).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String message = assertThrows(NeocogException.class, () -> new EpochEvents(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.getFirst();
        }
    }
}
