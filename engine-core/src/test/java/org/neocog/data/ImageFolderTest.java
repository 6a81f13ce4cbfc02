package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.data.Errors.assertTeaches;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.PictureSize;
import org.neocog.data.augment.TestViews;
import org.neocog.tensor.Shape;

class ImageFolderTest {
    @TempDir
    Path folder;

    private static DataOptions options(String augmentation) {
        return DataOptions.defaults().withAugmentation(Augmentation.parse(augmentation));
    }

    private static float[] image(Dataset data, int index) {
        float[] image = new float[data.imageShape().elements()];
        data.read(index, image, 0);
        return image;
    }

    /** Levels of red of all images, by which the files are known. */
    private static int[] reds(Dataset data) {
        return IntStream.range(0, data.size()).map(i -> Math.round(255 * image(data, i)[0])).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DataOptions.MEMORY})
    void classesAndFilesAreInAlphabeticalOrder(long memory) {
        PictureFiles.part(folder.resolve("train"), 3, 4, 5);
        PictureFiles.part(folder.resolve("test"), 2, 4, 5);
        Splits data = DataFolder.open(folder, DataOptions.defaults().withMemory(memory));
        assertEquals(List.of("cat", "dog"), data.train().labels());
        assertArrayEquals(new int[] {0, 1, 2, 100, 101, 102}, reds(data.train()));
        assertArrayEquals(new int[] {0, 1, 100, 101}, reds(data.heldOut()));
        assertEquals(Shape.of(3, 4, 5), data.train().imageShape());
        assertEquals(0, data.train().label(2));
        assertEquals(1, data.train().label(3));
        assertEquals(memory > 0, data.train().inMemory());
        float[] image = image(data.train(), 4);
        assertEquals(101 / 255f, image[0]);
        assertEquals(3 / 255f, image[20 + 3 * 5 + 4]);
        assertEquals(4 / 255f, image[40 + 3 * 5 + 4]);
    }

    @Test
    void trainingValidatesOnValAndATestMeasuresTest() {
        PictureFiles.part(folder.resolve("train"), 3, 4, 4);
        PictureFiles.part(folder.resolve("val"), 2, 4, 4);
        PictureFiles.part(folder.resolve("test"), 1, 4, 4);
        assertEquals(4, DataFolder.open(folder).heldOut().size());
        assertEquals(2, DataFolder.openTest(folder, DataOptions.defaults()).size());
        assertEquals(6, DataFolder.openTraining(folder).size());
    }

    @Test
    void aFolderWithoutPartsIsTrainingDataToBeSplit() {
        PictureFiles.part(folder, 5, 4, 4);
        assertEquals(10, DataFolder.openTraining(folder).size());
        assertEquals(10, DataFolder.openTest(folder, DataOptions.defaults()).size());
        assertTeaches(() -> DataFolder.open(folder), folder.toString(), "no folder val or test", "--val-split 0.1");
        Splits split = Datasets.holdOut(DataFolder.openTraining(folder), 0.4, 1);
        assertArrayEquals(new int[] {2, 2}, Datasets.counts(split.heldOut()));
    }

    @Test
    void partsWithoutTrainingPicturesServeForATestOnly() {
        PictureFiles.part(folder.resolve("test"), 2, 4, 4);
        assertEquals(4, DataFolder.openTest(folder, DataOptions.defaults()).size());
        assertTeaches(() -> DataFolder.openTraining(folder), folder.toString(), "no folder train");
    }

    @Test
    void classesThatDifferAreNamed() throws IOException {
        PictureFiles.part(folder.resolve("train"), 1, 4, 4);
        PictureFiles.part(folder.resolve("test"), 1, 4, 4);
        PictureFiles.png(folder.resolve("train/eel/1.png"), 4, 4, 1);
        PictureFiles.png(folder.resolve("test/fox/1.png"), 4, 4, 1);
        PictureFiles.png(folder.resolve("test/gnu/1.png"), 4, 4, 1);
        assertTeaches(() -> DataFolder.open(folder), "only in " + folder.resolve("train") + ": eel",
                "only in " + folder.resolve("test") + ": fox, gnu");
        assertEquals(3, DataFolder.openTraining(folder).classes());
    }

    @Test
    void anEmptyClassIsNamed() throws IOException {
        PictureFiles.part(folder.resolve("train"), 1, 4, 4);
        Path empty = Files.createDirectories(folder.resolve("train/ant"));
        Files.writeString(empty.resolve("notes.txt"), "none yet");
        assertTeaches(() -> DataFolder.openTraining(folder), empty.toString(), "holds no picture", "notes.txt");
    }

    @Test
    void aSingleClassIsNotEnough() {
        PictureFiles.png(folder.resolve("train/cat/1.png"), 4, 4, 1);
        assertTeaches(() -> DataFolder.openTraining(folder), "one class folder, cat", "at least 2");
    }

    @Test
    void picturesThatHaveNoClassAreNotPassedOver() {
        PictureFiles.part(folder.resolve("train"), 1, 4, 4);
        Path deep = PictureFiles.png(folder.resolve("train/cat/more/1.png"), 4, 4, 1);
        assertTeaches(() -> DataFolder.openTraining(folder), deep.getParent().toString(), "within a class folder");
        PictureFiles.part(folder.resolve("other/train"), 1, 4, 4);
        Path loose = PictureFiles.png(folder.resolve("other/train/stray.png"), 4, 4, 1);
        assertTeaches(() -> DataFolder.openTraining(folder.resolve("other")), loose.toString(), "outside the class folders");
    }

    @Test
    void hiddenFilesAndTextsAreNoPictures() throws IOException {
        PictureFiles.part(folder.resolve("train"), 1, 4, 4);
        Files.writeString(folder.resolve("train/cat/.DS_Store"), "x");
        Files.writeString(folder.resolve("train/cat/._1.png"), "x");
        Files.writeString(folder.resolve("train/README.md"), "x");
        Files.createDirectories(folder.resolve("train/.cache"));
        assertEquals(2, DataFolder.openTraining(folder).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DataOptions.MEMORY})
    void aPictureThatCannotBeReadIsNamedOrSkipped(long memory) throws IOException {
        PictureFiles.part(folder.resolve("train"), 40, 4, 4);
        Path corrupt = folder.resolve("train/cat/7.png");
        byte[] bytes = Files.readAllBytes(corrupt);
        bytes[bytes.length - 20] ^= 1;
        Files.write(corrupt, bytes);
        Path text = Files.writeString(folder.resolve("train/dog/3.png"), "no picture");
        Path gif = Files.writeString(folder.resolve("train/dog/4.gif"), "GIF89a and more");
        DataOptions options = DataOptions.defaults().withMemory(memory).withWorkers(3);
        assertTeaches(() -> DataFolder.openTraining(folder, options), text.toString(), "neither PNG nor JPEG");

        Dataset data = DataFolder.openTraining(folder, options.withSkipBad(true));
        assertEquals(78, data.size());
        assertFalse(Arrays.stream(reds(data)).anyMatch(red -> red == 7 || red == 103));
        assertEquals(3, data.skipped().size());
        assertTrue(data.skipped().get(0).startsWith(corrupt + ": the PNG is damaged"), data.skipped()::toString);
        assertTrue(data.skipped().get(1).startsWith(text + ": neither PNG nor JPEG"), data.skipped()::toString);
        assertTrue(data.skipped().get(2).startsWith(gif + ": neither PNG nor JPEG but GIF (animated or not)"));
        assertEquals(data.skipped(), data.subset(1, 2).normalized(Normalization.identity(3)).skipped());
    }

    @Test
    void whatFitsInMemoryIsDecodedWhenItIsOpenedAndTheRestWhenItIsRead() throws IOException {
        PictureFiles.part(folder.resolve("train"), 2, 4, 4);
        Path corrupt = folder.resolve("train/dog/1.png");
        byte[] bytes = Files.readAllBytes(corrupt);
        Files.write(corrupt, Arrays.copyOf(bytes, bytes.length - 5));
        assertTeaches(() -> DataFolder.openTraining(folder), corrupt.toString(), "cut short");
        Dataset files = DataFolder.openTraining(folder, DataOptions.defaults().withMemory(4 * 48 - 1));
        assertEquals(102 - 2, reds(files.subset(0, 1, 2))[2]);
        assertTeaches(() -> reds(files), corrupt.toString(), "cut short");
    }

    @Test
    void aPictureTooLargeToBeDecodedIsNamedOrSkipped() throws IOException {
        PictureFiles.part(folder, 2, 4, 4);
        Path huge = folder.resolve("cat/huge.png");
        Files.write(huge, new PngBytes(30_000, 30_000, 8, PngBytes.RGB).rows(new int[] {1}));
        assertTeaches(() -> DataFolder.openTraining(folder), huge.toString(), "30000 wide", "--augment scale=SIZE");
        Dataset data = DataFolder.openTraining(folder, DataOptions.defaults().withSkipBad(true));
        assertEquals(4, data.size());
        assertEquals(1, data.skipped().size());
        assertTrue(data.skipped().getFirst().startsWith(huge + ": the picture is 30000 wide and 30000 high"));
    }

    @Test
    void linksAndOddNamesAreFilesLikeOthers() throws IOException {
        PictureFiles.part(folder, 2, 4, 4);
        Path linked = PictureFiles.png(folder.resolve(".elsewhere/linked"), 4, 4, 7);
        Files.createSymbolicLink(folder.resolve("cat/link.png"), linked);
        PictureFiles.png(folder.resolve("cat/two\nlines \u00e9.PNG"), 4, 4, 8);
        assertArrayEquals(new int[] {0, 1, 7, 8, 100, 101}, reds(DataFolder.openTraining(folder)));
        Path nowhere = Files.createSymbolicLink(folder.resolve("cat/nowhere.png"), Path.of("nowhere.png"));
        assertTeaches(() -> DataFolder.openTraining(folder), nowhere.toString(), "a symbolic link to a file that is not there");
    }

    @Test
    void aClassOfWhichNothingIsLeftIsAnError() throws IOException {
        PictureFiles.part(folder.resolve("train"), 2, 4, 4);
        Files.writeString(folder.resolve("train/dog/0.png"), "x");
        Files.writeString(folder.resolve("train/dog/1.png"), "y");
        assertTeaches(
                () -> DataFolder.openTraining(folder, DataOptions.defaults().withSkipBad(true)),
                folder.resolve("train/dog") + ": no picture of the class can be read",
                folder.resolve("train/dog/0.png").toString());
    }

    @Test
    void mixedSizesNeedAnAugmentationThatMakesThemOne() {
        PictureFiles.part(folder.resolve("train"), 2, 8, 6);
        Path odd = PictureFiles.png(folder.resolve("train/dog/2.png"), 9, 20, 3);
        assertTeaches(() -> DataFolder.openTraining(folder),
                folder.resolve("train/cat/0.png") + " is 6 wide and 8 high", odd + " 20 wide and 9 high",
                "--augment scale=SIDE,crop=SIDE or resize=SIDE");
        assertEquals(
                Shape.of(3, 5, 5), DataFolder.openTraining(folder, options("scale=5:7,crop=5")).imageShape());
        assertEquals(Shape.of(3, 4, 7), DataFolder.openTraining(folder, options("resize=4x7")).imageShape());
        assertEquals(Shape.of(3, 6, 6), DataFolder.openTraining(folder, options("crop=6")).imageShape());
        assertTeaches(() -> DataFolder.openTraining(folder, options("crop=7")),
                folder.resolve("train/cat/0.png") + ": the picture is 6 wide and 8 high, too small for crop=7; add scale=7");
        assertTeaches(() -> DataFolder.openTraining(folder, options("scale=5")), "a network takes pictures of one size");
    }

    @Test
    void channelsAreThoseThatAreWantedOrColourUnlessAllAreGrey() {
        for (int i = 0; i < 2; i++) {
            PictureFiles.grey(folder.resolve("train/a/" + i + ".png"), 2, 2, 60 + i);
            PictureFiles.grey(folder.resolve("train/b/" + i + ".png"), 2, 2, 70 + i);
        }
        assertEquals(1, DataFolder.openTraining(folder).imageShape().dim(0));
        Dataset colour = DataFolder.openTraining(folder, DataOptions.defaults().withChannels(3));
        assertArrayEquals(new float[] {71 / 255f, 71 / 255f, 71 / 255f},
                new float[] {image(colour, 3)[0], image(colour, 3)[4], image(colour, 3)[8]});
        PictureFiles.png(folder.resolve("train/b/2.png"), 2, 2, 100);
        assertEquals(3, DataFolder.openTraining(folder).imageShape().dim(0));
        Dataset grey = DataFolder.openTraining(folder, DataOptions.defaults().withChannels(1));
        assertEquals(ImageFile.luma(100, 0, 0) / 255f, image(grey, 4)[0]);
        // A test set takes the channels of the training set.
        PictureFiles.grey(folder.resolve("test/a/0.png"), 2, 2, 60);
        PictureFiles.grey(folder.resolve("test/b/0.png"), 2, 2, 60);
        assertEquals(3, DataFolder.open(folder).heldOut().imageShape().dim(0));
    }

    @Test
    void aTestInTenViewsHasTheViewsSideBySide() {
        PictureFiles.part(folder.resolve("test"), 2, 6, 8);
        PictureFiles.png(folder.resolve("test/dog/2.png"), 12, 7, 102);
        Dataset data = DataFolder.openTest(
                folder, options("scale=9:12,crop=4,flip"), new TestViews(10, List.of()), new PictureSize(4, 4));
        assertEquals(50, data.size());
        assertEquals(Shape.of(3, 4, 4), data.imageShape());
        for (int i = 0; i < 50; i++) {
            int[] red = {0, 1, 100, 101, 102};
            assertEquals(red[i / 10] / 255f, image(data, i)[0], 1e-6f);
            assertEquals(i / 10 < 2 ? 0 : 1, data.label(i));
        }
        Dataset normalised = data.normalized(new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)));
        assertEquals((image(data, 13)[17] - 0.5f) / 0.5f, image(normalised, 13)[17]);
        assertTeaches(
                () -> DataFolder.openTest(
                        folder, DataOptions.defaults(), new TestViews(1, List.of()), new PictureSize(7, 7)),
                "8 wide and 6 high", "give --scales 7");
    }

    @Test
    void idxDataAreAugmentedToo() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), IdxBytes.images(4, 5, 6));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(0, 1, 0, 1));
        Dataset data = DataFolder.openTraining(folder, options("crop=3"));
        assertEquals(Shape.of(1, 3, 3), data.imageShape());
        assertEquals(image(DataFolder.openTraining(folder), 2)[1 * 6 + 2], image(data, 2)[0]);
        assertTeaches(() -> DataFolder.openTraining(folder, options("crop=7")), folder.toString(), "6 wide and 5 high");
    }
}
