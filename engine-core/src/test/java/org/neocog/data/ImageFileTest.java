package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neocog.data.Errors.assertTeaches;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.data.augment.Augmentation;
import org.neocog.tensor.Shape;

class ImageFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some.picture");
    }

    private float[] read(byte[] bytes, int... shape) throws IOException {
        Files.write(file, bytes);
        return ImageFile.read(file, Shape.of(shape));
    }

    @Test
    void greyLevelsAreTheLevelOver255() throws IOException {
        int[] levels = new int[256];
        float[] expected = new float[256];
        for (int v = 0; v < 256; v++) {
            levels[v] = v;
            expected[v] = v / 255f;
        }
        byte[] png = new PngBytes(256, 1, 8, PngBytes.GREY).rows(levels);
        assertArrayEquals(expected, read(png, 1, 1, 256));
        float[] rgb = read(png, 3, 1, 256);
        assertArrayEquals(expected, Arrays.copyOfRange(rgb, 0, 256));
        assertArrayEquals(expected, Arrays.copyOfRange(rgb, 512, 768));
    }

    @Test
    void greyInThreeChannelsKeepsItsLevel() throws IOException {
        int[] row = new int[3 * 256];
        float[] expected = new float[256];
        for (int i = 0; i < row.length; i++) {
            row[i] = i / 3;
            expected[i / 3] = i / 3 / 255f;
        }
        assertArrayEquals(expected, read(new PngBytes(256, 1, 8, PngBytes.RGB).rows(row), 1, 1, 256));
    }

    @Test
    void sixteenBitGreyIsScaledAndNotClipped() throws IOException {
        byte[] png = new PngBytes(4, 1, 16, PngBytes.GREY).rows(new int[] {0, 0, 1, 0, 0x80, 0x01, 0xFF, 0xFF});
        assertArrayEquals(new float[] {0, 256 / 65535f, 32769 / 65535f, 1}, read(png, 1, 1, 4));
    }

    @Test
    void sixteenBitColourIsScaled() throws IOException {
        byte[] png = new PngBytes(1, 2, 16, PngBytes.RGB).rows(
                new int[] {0x12, 0x34, 0xFF, 0xFF, 0, 1}, new int[] {0xAB, 0xCD, 0xAB, 0xCD, 0xAB, 0xCD});
        assertArrayEquals(
                new float[] {0x1234 / 65535f, 0xABCD / 65535f, 1, 0xABCD / 65535f, 1 / 65535f, 0xABCD / 65535f},
                read(png, 3, 2, 1));
        assertEquals(0xABCD / 65535f, read(png, 1, 2, 1)[1]);
    }

    /** Each row packs eight samples: 0, 1, 2, 3, then the highest levels. */
    @ParameterizedTest
    @CsvSource({"1, 0xA5 , '1 0 1 0 0 1 0 1'", "2, 0x1B1B, '0 1 2 3 0 1 2 3'", "4, 0x0123CDEF, '0 1 2 3 12 13 14 15'"})
    void fewerBitsAreStretchedToTheWholeRange(int bits, long packed, String levels) throws IOException {
        int[] row = new int[bits];
        for (int i = 0; i < bits; i++) {
            row[i] = (int) (packed >>> 8 * (bits - 1 - i)) & 0xFF;
        }
        float most = (1 << bits) - 1;
        float[] found = read(new PngBytes(8, 1, bits, PngBytes.GREY).rows(row), 1, 1, 8);
        String[] expected = levels.split(" ");
        for (int i = 0; i < 8; i++) {
            assertEquals(Float.parseFloat(expected[i]) / most, found[i], 1e-7f);
        }
    }

    @Test
    void colourIsInPlanesRedGreenBlue() throws IOException {
        byte[] png = new PngBytes(2, 1, 8, PngBytes.RGB).rows(new int[] {10, 20, 30, 40, 50, 60});
        assertArrayEquals(new float[] {10 / 255f, 40 / 255f, 20 / 255f, 50 / 255f, 30 / 255f, 60 / 255f}, read(png, 3, 1, 2));
    }

    /** The levels that Pillow's convert("L") gives. */
    @ParameterizedTest
    @CsvSource({"255,0,0,76", "0,255,0,150", "0,0,255,29", "10,20,30,18", "255,255,255,255", "0,0,0,0", "1,1,1,1"})
    void colourBecomesGreyByTheLumaOfRec601(int red, int green, int blue, int grey) throws IOException {
        byte[] png = new PngBytes(1, 1, 8, PngBytes.RGB).rows(new int[] {red, green, blue});
        assertEquals(grey / 255f, read(png, 1, 1, 1)[0]);
    }

    @Test
    void transparencyIsDropped() throws IOException {
        byte[] rgba = new PngBytes(2, 1, 8, PngBytes.RGB_ALPHA).rows(new int[] {10, 20, 30, 0, 40, 50, 60, 128});
        assertArrayEquals(new float[] {10 / 255f, 40 / 255f, 20 / 255f, 50 / 255f, 30 / 255f, 60 / 255f}, read(rgba, 3, 1, 2));
        byte[] greyAlpha = new PngBytes(2, 1, 8, PngBytes.GREY_ALPHA).rows(new int[] {77, 0, 99, 3});
        assertArrayEquals(new float[] {77 / 255f, 99 / 255f}, read(greyAlpha, 1, 1, 2));
        byte[] deepGreyAlpha = new PngBytes(1, 1, 16, PngBytes.GREY_ALPHA).rows(new int[] {0x12, 0x34, 0, 0});
        assertArrayEquals(new float[] {0x1234 / 65535f}, read(deepGreyAlpha, 1, 1, 1));
        byte[] keyed = new PngBytes(2, 1, 8, PngBytes.GREY).chunk("tRNS", (byte) 0, (byte) 77).rows(new int[] {77, 99});
        assertArrayEquals(new float[] {77 / 255f, 99 / 255f}, read(keyed, 1, 1, 2));
    }

    @Test
    void palettesGiveTheirColours() throws IOException {
        byte[] colours = {0, 0, 0, (byte) 200, 100, 50, 1, 2, 3};
        byte[] png = new PngBytes(3, 1, 8, PngBytes.PALETTE).chunk("PLTE", colours).rows(new int[] {1, 2, 0});
        assertArrayEquals(new float[] {200 / 255f, 1 / 255f, 0, 100 / 255f, 2 / 255f, 0, 50 / 255f, 3 / 255f, 0},
                read(png, 3, 1, 3));
        byte[] clear = new PngBytes(4, 1, 2, PngBytes.PALETTE).chunk("PLTE", colours).chunk("tRNS", (byte) 9, (byte) 0)
                .rows(new int[] {0b01_10_00_01});
        assertArrayEquals(new float[] {124 / 255f, 2 / 255f, 0, 124 / 255f}, read(clear, 1, 1, 4));
    }

    @Test
    void anIndexBeyondThePaletteIsDamage() throws IOException {
        Files.write(file, new PngBytes(1, 1, 8, PngBytes.PALETTE).chunk("PLTE", new byte[9]).rows(new int[] {200}));
        assertTeaches(() -> ImageFile.read(file, Shape.of(3, 1, 1)), file.toString(), "damaged", "200");
    }

    @Test
    void gammaIsLeftAside() throws IOException {
        byte[] png = new PngBytes(1, 1, 8, PngBytes.GREY).chunk("gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xA0)
                .rows(new int[] {100});
        assertArrayEquals(new float[] {100 / 255f}, read(png, 1, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR})
    void jpegOfOneGreyIsThatGrey(int type) throws IOException {
        float[] found = read(jpeg(type, 200), 1, 16, 16);
        float[] expected = new float[256];
        Arrays.fill(expected, 200 / 255f);
        assertArrayEquals(expected, found);
        assertArrayEquals(expected, Arrays.copyOfRange(read(jpeg(type, 200), 3, 16, 16), 512, 768));
    }

    @Test
    void everyTruncationOfAPngIsAnError() throws IOException {
        byte[] png = new PngBytes(3, 2, 8, PngBytes.GREY).rows(new int[] {1, 2, 3}, new int[] {4, 5, 6});
        for (int length = 0; length < png.length; length++) {
            Files.write(file, Arrays.copyOf(png, length));
            assertTeaches(() -> ImageFile.read(file, Shape.of(1, 2, 3)), file.toString());
        }
    }

    @Test
    void everyFlippedBitOfAPngIsAnError() throws IOException {
        byte[] png = new PngBytes(3, 2, 8, PngBytes.GREY).rows(new int[] {1, 2, 3}, new int[] {4, 5, 6});
        for (int bit = 0; bit < 8 * png.length; bit++) {
            byte[] flipped = png.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertTeaches(() -> ImageFile.read(file, Shape.of(1, 2, 3)), file.toString());
        }
    }

    @Test
    void aPngWithTooFewRowsIsAnError() throws IOException {
        Files.write(file, new PngBytes(3, 2, 8, PngBytes.GREY).rows(new int[] {1, 2, 3}));
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 2, 3)), file.toString(), "cannot be decoded");
        Files.write(file, new PngBytes(3, 2, 8, PngBytes.GREY).chunk("IEND").rows());
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 2, 3)), file.toString(), "cannot be decoded");
    }

    @Test
    void everyTruncationOfAJpegIsAnError() throws IOException {
        byte[] jpeg = jpeg(BufferedImage.TYPE_3BYTE_BGR, 90);
        for (int length = 0; length < jpeg.length; length++) {
            Files.write(file, Arrays.copyOf(jpeg, length));
            assertTeaches(() -> ImageFile.read(file, Shape.of(3, 16, 16)), file.toString());
        }
    }

    @Test
    void anotherSizeIsAnErrorWithBothSizes() throws IOException {
        Files.write(file, new PngBytes(3, 2, 8, PngBytes.GREY).rows(new int[] {1, 2, 3}, new int[] {4, 5, 6}));
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 28, 14)), file.toString(), "3 wide and 2 high",
                "14 wide and 28 high");
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 3, 2)), "wanted");
        Files.write(file, jpeg(BufferedImage.TYPE_BYTE_GRAY, 1));
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 16, 15)), "16 wide and 16 high");
    }

    @Test
    void aHugeHeaderIsRefusedBeforeDecoding() throws IOException {
        Files.write(file, new PngBytes(60000, 60000, 8, PngBytes.RGB).rows(new int[] {1}));
        assertTeaches(() -> ImageFile.read(file, Shape.of(3, 28, 28)), "60000 wide and 60000 high");
        byte[] jpeg = jpeg(BufferedImage.TYPE_BYTE_GRAY, 1);
        // Frame header: FF C0, length (2 bytes), bits (1), height (2), width (2).
        int frame = 0;
        while (jpeg[frame] != (byte) 0xFF || jpeg[frame + 1] != (byte) 0xC0) {
            frame++;
        }
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xEA);
        Files.write(file, jpeg);
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 28, 28)), "60138 wide and 60138 high");
    }

    @Test
    void otherChannelCountsAreAnError() throws IOException {
        Files.write(file, new PngBytes(1, 1, 8, PngBytes.GREY).rows(new int[] {1}));
        assertTeaches(() -> ImageFile.read(file, Shape.of(2, 1, 1)), file.toString(), "1 channel", "2x1x1");
        assertThrows(IllegalArgumentException.class, () -> ImageFile.read(file, Shape.of(1, 1)));
    }

    @Test
    void whatIsNoPictureIsAnError() throws IOException {
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 1, 1)), file.toString(), "no such file");
        assertTeaches(() -> ImageFile.read(folder, Shape.of(1, 1, 1)), folder.toString(), "folder");
        Files.createFile(file);
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 1, 1)), file.toString(), "empty");
        Files.writeString(file, "GIF89a, really");
        assertTeaches(() -> ImageFile.read(file, Shape.of(1, 1, 1)), "neither PNG nor JPEG", "47 49 46 38");
    }

    @Test
    void thePicturesOfTestDataAreTheDigitsOfItsTestPart() {
        Dataset test = DataFolder.open(TestFolders.find("mnist")).heldOut();
        // Index of the first of each digit, as make-mnist.py printed it.
        int[] first = {9, 21, 2, 13, 8, 5, 0, 3, 14, 1};
        float[] expected = new float[784];
        for (int digit = 0; digit < 10; digit++) {
            assertEquals(digit, test.label(first[digit]));
            test.read(first[digit], expected, 0);
            Path picture = TestFolders.find("images").resolve("digit-" + digit + ".png");
            assertArrayEquals(expected, ImageFile.read(picture, Shape.of(1, 28, 28)));
        }
    }

    @Test
    void anImageSourceIsAPictureOrAnIdxFile() throws IOException {
        Files.write(file, new PngBytes(2, 1, 8, PngBytes.GREY).rows(new int[] {51, 102}));
        ImageSource picture = ImageSource.open(file, Shape.of(1, 1, 2));
        float[] target = new float[3];
        picture.read(0, target, 1);
        assertEquals(1, picture.size());
        assertEquals(Shape.of(1, 1, 2), picture.imageShape());
        assertArrayEquals(new float[] {0, 0.2f, 0.4f}, target);
        assertThrows(IndexOutOfBoundsException.class, () -> picture.read(1, target, 0));

        Files.write(file, IdxBytes.gzip(IdxBytes.images(5, 1, 2)));
        ImageSource idx = ImageSource.open(file, Shape.of(1, 1, 2));
        assertEquals(5, idx.size());
        idx.read(4, target, 0);
        assertArrayEquals(new float[] {8 / 255f, 9 / 255f}, Arrays.copyOf(target, 2));
        assertTeaches(() -> ImageSource.open(file, Shape.of(3, 1, 2)), file.toString(), "1x1x2", "3x1x2");
        assertTeaches(() -> ImageSource.open(file, Shape.of(1, 2, 1)), "1x2x1");
        assertTeaches(() -> ImageSource.open(folder.resolve("none"), Shape.of(1, 1, 1)), "no such file");
    }

    @Test
    void anImageSourceScalesAndCropsAsATestDoes() throws IOException {
        Augmentation crop = Augmentation.parse("crop=1x2,flip");
        Files.write(file, new PngBytes(4, 1, 8, PngBytes.GREY).rows(new int[] {0, 51, 102, 153}));
        float[] target = new float[2];
        ImageSource.open(file, Shape.of(1, 1, 2), crop).read(0, target, 0);
        assertArrayEquals(new float[] {0.2f, 0.4f}, target);
        assertTeaches(() -> ImageSource.open(file, Shape.of(1, 2, 2), crop), file.toString(), "2 wide and 2 high is wanted");

        Files.write(file, IdxBytes.images(3, 1, 4));
        ImageSource idx = ImageSource.open(file, Shape.of(1, 1, 2), crop);
        idx.read(2, target, 0);
        assertEquals(3, idx.size());
        assertArrayEquals(new float[] {9 / 255f, 10 / 255f}, target);
        assertTeaches(() -> ImageSource.open(file, Shape.of(1, 1, 3), crop), "1x1x4", "1x1x3");
    }

    private static byte[] jpeg(int type, int level) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i % 16, i / 16, band, level);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }
}
