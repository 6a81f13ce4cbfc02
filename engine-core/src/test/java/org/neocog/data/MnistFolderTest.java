package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neocog.data.Errors.assertTeaches;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

class MnistFolderTest {
    @TempDir
    Path folder;

    @Test
    void readsTheDigitsOfTestData() {
        Splits digits = DataFolder.open(TestFolders.find("mnist"));
        assertEquals(9000, digits.train().size());
        assertEquals(1000, digits.heldOut().size());
        assertEquals(Shape.of(1, 28, 28), digits.train().imageShape());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), digits.train().labels());
        assertEquals(10, digits.train().classes());
        assertArrayEquals(new int[] {901, 1014, 892, 929, 882, 777, 912, 963, 850, 880}, Datasets.counts(digits.train()));
        assertArrayEquals(new int[] {100, 113, 99, 103, 98, 86, 102, 107, 94, 98}, Datasets.counts(digits.heldOut()));
    }

    @Test
    void readsTheTrainingDataOfAFolderWithoutTestData() throws IOException {
        write(folder.resolve("train-images-idx3-ubyte"), IdxBytes.images(2, 3, 4));
        write(folder.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(0, 1));
        Dataset train = DataFolder.openTraining(folder);
        assertEquals(2, train.size());
        assertEquals(Shape.of(1, 3, 4), train.imageShape());
        assertEquals(List.of("0", "1"), train.labels());
        assertTeaches(() -> DataFolder.open(folder), "the test images are missing", "--val-split 0.1");
        assertTeaches(() -> DataFolder.openTraining(folder.resolve("none")), "none", "no such folder");
    }

    /** Label, sum of the pixels and sum of pixel times position (from 1), computed by Python from the files. */
    @Test
    void readsThePixelsThatPythonReads() {
        Splits digits = DataFolder.open(TestFolders.find("mnist"));
        assertDigit(digits.train(), 0, 2, 36911, 14651550);
        assertDigit(digits.train(), 1, 6, 19859, 8030787);
        assertDigit(digits.train(), 7, 0, 48313, 20042176);
        assertDigit(digits.train(), 8999, 1, 13855, 5751625);
        assertDigit(digits.heldOut(), 0, 6, 26647, 10751352);
        assertDigit(digits.heldOut(), 999, 7, 24676, 10314064);
    }

    private static void assertDigit(Dataset data, int index, int label, long sum, long weighted) {
        assertEquals(label, data.label(index));
        float[] image = new float[784];
        data.read(index, image, 0);
        long foundSum = 0;
        long foundWeighted = 0;
        for (int i = 0; i < image.length; i++) {
            int level = Math.round(255 * image[i]);
            assertEquals(level / 255f, image[i]);
            foundSum += level;
            foundWeighted += (i + 1L) * level;
        }
        assertEquals(sum, foundSum);
        assertEquals(weighted, foundWeighted);
    }

    @Test
    void readsEveryPublishedSpellingOfTheNames() throws IOException {
        for (String separator : new String[] {"-", "."}) {
            for (String end : new String[] {"", ".gz"}) {
                Path at = Files.createDirectory(folder.resolve("names" + separator + end));
                for (String part : new String[] {"train", "t10k"}) {
                    write(at.resolve(part + "-images" + separator + "idx3-ubyte" + end), IdxBytes.images(2, 3, 4));
                    write(at.resolve(part + "-labels" + separator + "idx1-ubyte" + end), IdxBytes.labels(0, 1));
                }
                assertEquals(Shape.of(1, 3, 4), MnistFolder.load(at).train().imageShape());
            }
        }
    }

    @Test
    void turnsTheImagesOfEmnistUpright() throws IOException {
        byte[] images = IdxBytes.of(0x803, new int[] {2, 2, 2}, new byte[] {0, 51, 102, (byte) 153, 5, 6, 7, 8});
        for (String part : new String[] {"train", "test"}) {
            write(folder.resolve("emnist-digits-" + part + "-images-idx3-ubyte.gz"), images);
            write(folder.resolve("emnist-digits-" + part + "-labels-idx1-ubyte.gz"), IdxBytes.labels(0, 1));
        }
        Splits digits = MnistFolder.load(folder);
        float[] image = new float[4];
        digits.train().read(0, image, 0);
        assertArrayEquals(new float[] {0, 0.4f, 0.2f, 0.6f}, image);
        digits.heldOut().read(1, image, 0);
        assertArrayEquals(new float[] {5 / 255f, 7 / 255f, 6 / 255f, 8 / 255f}, image);
    }

    @Test
    void asksForOneDataSetPerFolder() throws IOException {
        for (String family : new String[] {"emnist-digits", "emnist-letters"}) {
            Files.createFile(folder.resolve(family + "-train-images-idx3-ubyte"));
        }
        assertTeaches(() -> DataFolder.open(folder), folder.toString(), "several data sets", "emnist-letters");
    }

    @Test
    void takesAtLeastTwoClasses() throws IOException {
        byte[] images = IdxBytes.images(2, 1, 1);
        IdxBytes.folder(folder, images, IdxBytes.labels(0, 0), images, IdxBytes.labels(0, 0));
        assertEquals(List.of("0", "1"), MnistFolder.load(folder).heldOut().labels());
    }

    @Test
    void takesTheNamesOfTheClassesFromLabelsTxt() throws IOException {
        writeSmallFolder();
        Files.writeString(folder.resolve("labels.txt"), "T-shirt/top\r\nTrouser\nAnkle boot \n\n");
        assertEquals(List.of("T-shirt/top", "Trouser", "Ankle boot"), MnistFolder.load(folder).train().labels());
    }

    @Test
    void rejectsALabelThatLabelsTxtDoesNotName() throws IOException {
        writeSmallFolder();
        Files.writeString(folder.resolve("labels.txt"), "a\nb\n");
        assertTeaches(() -> MnistFolder.load(folder), "train-labels-idx1-ubyte", "label 2 of example 2", "0..1");
    }

    @Test
    void rejectsADamagedLabelsTxt() throws IOException {
        writeSmallFolder();
        Path names = folder.resolve("labels.txt");
        Files.writeString(names, "a\n\nc\n");
        assertTeaches(() -> MnistFolder.load(folder), names.toString(), "line 2 is blank");
        Files.write(names, new byte[] {'a', '\n', (byte) 0xFF, '\n', 'c'});
        assertTeaches(() -> MnistFolder.load(folder), names.toString(), "UTF-8");
        Files.write(names, new byte[0]);
        assertTeaches(() -> MnistFolder.load(folder), names.toString(), "empty");
    }

    @Test
    void rejectsATestLabelThatTrainingNeverSees() throws IOException {
        byte[] images = IdxBytes.images(3, 1, 1);
        IdxBytes.folder(folder, images, IdxBytes.labels(0, 2, 2), images, IdxBytes.labels(0, 2, 1));
        assertTeaches(() -> MnistFolder.load(folder), "t10k-labels-idx1-ubyte", "label 1 of example 2", "training");
    }

    @Test
    void rejectsImagesAndLabelsThatDisagreeInNumber() throws IOException {
        byte[] images = IdxBytes.images(3, 1, 1);
        IdxBytes.folder(folder, images, IdxBytes.labels(0, 1), images, IdxBytes.labels(0, 1, 2));
        assertTeaches(() -> MnistFolder.load(folder), "train-images-idx3-ubyte", "3 images", "2 labels");
    }

    @Test
    void rejectsTestImagesOfAnotherShape() throws IOException {
        IdxBytes.folder(folder, IdxBytes.images(1, 2, 3), IdxBytes.labels(1), IdxBytes.images(1, 3, 2), IdxBytes.labels(1));
        assertTeaches(() -> MnistFolder.load(folder), "1x2x3", "1x3x2");
    }

    @Test
    void listsWhatIsWantedAndWhatIsThere() throws IOException {
        assertTeaches(() -> DataFolder.open(folder.resolve("none")), "none", "no such folder");
        assertTeaches(() -> DataFolder.open(folder), folder.toString(), "empty", "train-images-idx3-ubyte", ".gz");
        Files.createFile(folder.resolve("cat.png"));
        assertTeaches(() -> DataFolder.open(folder), "cat.png", "t10k-labels-idx1-ubyte");
        assertTeaches(() -> DataFolder.open(folder.resolve("cat.png")), "cat.png", "a file");
        for (int i = 0; i < 20; i++) {
            Files.createFile(folder.resolve("more" + i));
        }
        assertTeaches(() -> DataFolder.open(folder), "13 more");
    }

    @Test
    void saysWhichPartIsMissing() throws IOException {
        writeSmallFolder();
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertTeaches(() -> DataFolder.open(folder), "the test labels are missing", "t10k-images-idx3-ubyte");
    }

    @Test
    void namesTheDamagedFile() throws IOException {
        writeSmallFolder();
        Path images = folder.resolve("t10k-images-idx3-ubyte");
        byte[] packed = IdxBytes.gzip(Files.readAllBytes(images));
        Files.write(images, java.util.Arrays.copyOf(packed, packed.length - 9));
        NeocogException e = assertThrows(NeocogException.class, () -> DataFolder.open(folder));
        assertEquals(0, e.getMessage().indexOf(images.toString()));
    }

    private void writeSmallFolder() throws IOException {
        byte[] images = IdxBytes.images(3, 1, 1);
        IdxBytes.folder(folder, images, IdxBytes.labels(0, 1, 2), images, IdxBytes.labels(2, 1, 0));
    }

    private static void write(Path file, byte[] idx) throws IOException {
        Files.write(file, file.toString().endsWith(".gz") ? IdxBytes.gzip(idx) : idx);
    }
}
