package org.neocog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neocog.NeocogException;

/** Cuts a save off at each of its operations on the disk, by an error or by the end of the process. */
final class CheckpointCutTest {
    private static final Checkpoint OLD_BEST = Samples.checkpoint(1, 0);
    private static final Checkpoint OLD = Samples.checkpoint(2, 0);

    @TempDir
    Path run;

    @ParameterizedTest
    @EnumSource
    void theOldCheckpointOrTheNewIsWhole(CutDisk.Cut cut) throws IOException {
        cutEverywhere(cut, Samples.checkpoint(3, 0), false);
    }

    @ParameterizedTest
    @EnumSource
    void theOldBestOrTheNewIsWhole(CutDisk.Cut cut) throws IOException {
        cutEverywhere(cut, Samples.checkpoint(3, 0), true);
    }

    @ParameterizedTest
    @EnumSource
    void otherWeightsOfTheLastStepDoNotDestroyIt(CutDisk.Cut cut) throws IOException {
        cutEverywhere(cut, Samples.checkpoint(2, 1), true);
    }

    @ParameterizedTest
    @EnumSource
    void theSameCheckpointAgainDoesNotDestroyIt(CutDisk.Cut cut) throws IOException {
        cutEverywhere(cut, OLD, true);
    }

    private void cutEverywhere(CutDisk.Cut cut, Checkpoint next, boolean best) throws IOException {
        for (int at = 0; ; at++) {
            Path folder = run.resolve(cut + "-" + at);
            CheckpointStore store = new CheckpointStore(folder, CutDisk.uncut());
            store.save(OLD_BEST, true);
            store.save(OLD, false);

            CutDisk disk = new CutDisk(cut, at);
            boolean finished = save(new CheckpointStore(folder, disk), next, best);
            assertEquals(!disk.wasCut(), finished);
            boolean committed = disk.operations().indexOf("move last.json") >= 0
                    && disk.operations().indexOf("move last.json") < at;
            boolean newBest = disk.operations().indexOf("move best.json") >= 0
                    && disk.operations().indexOf("move best.json") < at;
            Samples.assertSame(committed ? next : OLD, store.loadLast());
            Samples.assertSame(newBest ? next : OLD_BEST, store.loadBest());

            Checkpoint after = Samples.checkpoint(9, 9);
            store.save(after, true);
            Samples.assertSame(after, store.loadLast());
            Samples.assertSame(after, store.loadBest());
            assertEquals(List.of("best.json", "last.json", "step-00000009.safetensors"), Samples.files(folder));
            if (finished) {
                assertTrue(at > 12, "only " + at + " operations");
                return;
            }
        }
    }

    @Test
    void aFirstSaveThatIsCutLeavesNoLastOrAWholeOne() throws IOException {
        for (int at = 0; ; at++) {
            Path folder = run.resolve("first-" + at);
            boolean finished = save(new CheckpointStore(folder, new CutDisk(CutDisk.Cut.DEATH, at)), OLD, true);
            CheckpointStore store = new CheckpointStore(folder, CutDisk.uncut());
            if (store.exists()) {
                Samples.assertSame(OLD, store.loadLast());
                Samples.assertSame(OLD, store.loadBest());
            }
            store.save(OLD, true);
            assertEquals(List.of("best.json", "last.json", "step-00000002.safetensors"), Samples.files(folder));
            if (finished) {
                return;
            }
        }
    }

    /** The order that a power cut respects: content before name, name before whatever relies on it. */
    @Test
    void everyFileIsSyncedBeforeItsRenameAndTheFolderBeforeTheNextStep() {
        Path folder = run.resolve("order");
        new CheckpointStore(folder).save(OLD, true);
        CutDisk disk = CutDisk.uncut();
        new CheckpointStore(folder, disk).save(Samples.checkpoint(3, 0), true);
        List<String> operations = disk.operations().stream().filter(o -> !o.equals("write")).toList();
        assertEquals(
                List.of(
                        "sync order",
                        "create", "force", "move step-00000003.safetensors", "sync order",
                        "create", "force", "move best.json", "sync order",
                        "create", "force", "move last.json", "sync order",
                        "delete step-00000002.safetensors"),
                operations);
    }

    @Test
    void aFullDiskIsToldInOneLine() {
        Path folder = run.resolve("full");
        CheckpointStore store = new CheckpointStore(folder, new CutDisk(CutDisk.Cut.ERROR, 4));
        String message =
                assertThrows(NeocogException.class, () -> store.save(OLD, false)).getMessage();
        assertEquals(
                folder + ": cannot be written: No space left on device; checkpoints from before are still whole", message);
    }

    private static boolean save(CheckpointStore store, Checkpoint checkpoint, boolean best) {
        try {
            store.save(checkpoint, best);
            return true;
        } catch (NeocogException | CutDisk.Death e) {
            return false;
        }
    }
}
