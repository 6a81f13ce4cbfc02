package org.neocog.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.data.Errors.assertTeaches;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.data.augment.Augmentation;
import org.neocog.data.augment.Picture;
import org.neocog.data.augment.PictureGolden;
import org.neocog.data.augment.PictureSize;
import org.neocog.tensor.Shape;

class OddPicturesTest {
    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some.picture"), bytes);
    }

    /** The JPEG decoders of Pillow and the JDK turn YCbCr into RGB by tables that differ by a level here and there. */
    @ParameterizedTest
    @CsvSource({
        "plain.jpg, 1", "progressive.jpg, 1", "grey.jpg, 0", "cmyk.jpg, 1", "ycck.jpg, 2", "animated.png, 0",
        "turned1.jpg, 1", "turned2.jpg, 1", "turned3.jpg, 1", "turned4.jpg, 1", "turned5.jpg, 1", "turned6.jpg, 1",
        "turned7.jpg, 1", "turned8.jpg, 1", "turned-motorola.jpg, 1", "turned-grey.jpg, 0", "turned-cmyk.jpg, 1"
    })
    void picturesAreReadAsPillowReadsThem(String name, int tolerance) throws IOException {
        JsonObject golden = PictureGolden.load().getAsJsonObject("files").getAsJsonObject(name);
        int height = golden.get("height").getAsInt();
        int width = golden.get("width").getAsInt();
        Path file = write(PictureGolden.file(name));
        float[] wanted = PictureGolden.floats(golden.get("rgb"));
        float[] found = ImageFile.read(file, Shape.of(3, height, width));
        Levels levels = ImageFile.levels(file, 3, Augmentation.none());
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], 255 * found[i], tolerance + 1e-3f, name + " " + i);
            assertEquals(Math.round(255 * found[i]), levels.bytes()[i] & 0xFF);
        }
        assertEquals(new PictureSize(height, width), ImageHeader.read(file).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "49492a00", "49492a00080000", "49492a00ffffffff", "49492a0008000000", "49492a0009000000" + "0100",
        // One entry, cut short; of another type; with a value outside 1 to 8; and 255 entries of which none is there.
        "49492a0008000000" + "0100" + "12010300010000000600",
        "49492a0008000000" + "0100" + "120104000100000006000000",
        "49492a0008000000" + "0100" + "120103000100000000000000",
        "49492a0008000000" + "0100" + "120103000100000009000000",
        "49492a0008000000" + "0100" + "1201030001000000ffff0000",
        "49492a0008000000" + "ff00"
    })
    void exifDataThatMakeNoSenseLeaveThePictureAsItIs(String tiff) throws IOException {
        byte[] plain = PictureGolden.file("plain.jpg");
        float[] stored = ImageFile.read(write(plain), Shape.of(3, 12, 16));
        assertArrayEquals(stored, ImageFile.read(write(withExif(plain, tiff)), Shape.of(3, 12, 16)));
    }

    @Test
    void onlyTheFirstExifDataWithAnOrientationCount() throws IOException {
        String six = "49492a0008000000" + "0100" + "120103000100000006000000";
        byte[] once = withExif(PictureGolden.file("plain.jpg"), six);
        assertEquals(Shape.of(3, 16, 12), ImageFile.shape(write(once), 3));
        assertEquals(Shape.of(3, 16, 12), ImageFile.shape(write(withExif(once, "")), 3));
    }

    /** A JPEG with an APP1 segment more, of Exif data that hold this TIFF file. */
    private static byte[] withExif(byte[] jpeg, String tiff) {
        byte[] body = HexFormat.of().parseHex(tiff);
        ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 10 + body.length);
        bytes.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (8 + body.length));
        return bytes.put("Exif\0\0".getBytes(ISO_8859_1)).put(body).put(jpeg, 2, jpeg.length - 2).array();
    }

    @Test
    void aFolderTakesPicturesByTheSizeThatTheyHaveWhenTurned() throws IOException {
        for (String part : new String[] {"train", "val"}) {
            for (String name : new String[] {"cat", "dog"}) {
                Path classFolder = Files.createDirectories(folder.resolve("turned/" + part + "/" + name));
                Files.write(classFolder.resolve("6.jpg"), PictureGolden.file("turned6.jpg"));
                Files.write(classFolder.resolve("8.jpg"), PictureGolden.file("turned8.jpg"));
            }
        }
        assertEquals(Shape.of(3, 16, 12), DataFolder.open(folder.resolve("turned")).train().imageShape());
        assertEquals(
                Shape.of(3, 16, 10),
                DataFolder.open(
                                folder.resolve("turned"),
                                DataOptions.defaults().withAugmentation(Augmentation.parse("crop=16x10")))
                        .heldOut()
                        .imageShape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.jpg", "progressive.jpg", "turned6.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg", "animated.png"})
    void theHeadIsReadWithoutTheRest(String name) throws IOException {
        byte[] bytes = PictureGolden.file(name);
        Path file = folder.resolve(name);
        ImageHeader whole = ImageHeader.read(file, new ByteArrayInputStream(bytes));
        assertEquals(name.equals("grey.jpg"), whole.grey());
        assertEquals(name.equals("cmyk.jpg") || name.equals("ycck.jpg"), whole.cmyk());
        assertEquals(name.equals("ycck.jpg"), whole.ycck());
        int heads = 0;
        for (int length = 1; length < bytes.length; length++) {
            try {
                assertEquals(whole, ImageHeader.read(file, new ByteArrayInputStream(bytes, 0, length)));
                heads++;
            } catch (NeocogException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                assertEquals(0, heads, "longer, and yet unreadable");
            }
        }
        assertTrue(heads > 0);
    }

    @Test
    void aGifIsRefusedByName() throws IOException {
        Path gif = write(Base64.getDecoder().decode(PictureGolden.load().get("gif").getAsString()));
        assertTeaches(() -> ImageFile.read(gif, Shape.of(1, 12, 16)), gif.toString(), "GIF (animated or not)", "convert it");
        assertTeaches(() -> ImageHeader.read(write("RIFF....WEBPVP8 ".getBytes(ISO_8859_1))), "WebP");
        assertTeaches(() -> ImageHeader.read(write("BM......".getBytes(ISO_8859_1))), "BMP");
        assertTeaches(() -> ImageHeader.read(write("II*\0....".getBytes(ISO_8859_1))), "TIFF");
        assertTeaches(() -> ImageHeader.read(write("....ftypheic".getBytes(ISO_8859_1))), "HEIF");
    }

    @Test
    void sixteenBitsBecomeTheNearestOf256Levels() throws IOException {
        Path file = write(new PngBytes(4, 1, 16, PngBytes.GREY)
                .rows(new int[] {0, 128, 0, 129, 0x80, 0x80, 0xFF, 0xFF}));
        // 128/257 is 0.498, 129/257 is 0.502, 0x8080 is 128 * 257.
        assertArrayEquals(new byte[] {0, 1, (byte) 128, -1}, ImageFile.levels(file, 1, Augmentation.none()).bytes());
    }

    @Test
    void fewBitsPalettesAndAlphaBecomeLevels() throws IOException {
        Path bits = write(new PngBytes(4, 1, 2, PngBytes.GREY).rows(new int[] {0b00_01_10_11}));
        assertArrayEquals(new byte[] {0, 85, (byte) 170, -1}, ImageFile.levels(bits, 1, Augmentation.none()).bytes());
        byte[] colours = {0, 0, 0, (byte) 200, 100, 50};
        Path palette = write(new PngBytes(2, 1, 8, PngBytes.PALETTE).chunk("PLTE", colours).rows(new int[] {1, 0}));
        assertArrayEquals(
                new byte[] {(byte) 200, 0, 100, 0, 50, 0}, ImageFile.levels(palette, 3, Augmentation.none()).bytes());
        Path alpha = write(new PngBytes(1, 1, 8, PngBytes.RGB_ALPHA).rows(new int[] {10, 20, 30, 0}));
        assertArrayEquals(new byte[] {10, 20, 30}, ImageFile.levels(alpha, 3, Augmentation.none()).bytes());
    }

    @Test
    void onePixelCanBecomeManyIfAScaleIsGiven() throws IOException {
        Path file = write(new PngBytes(1, 1, 8, PngBytes.RGB).rows(new int[] {10, 20, 30}));
        float[] found = ImageFile.read(file, Shape.of(3, 4, 4), Augmentation.parse("scale=6,crop=4"));
        for (int i = 0; i < 48; i++) {
            assertEquals(10 * (1 + i / 16) / 255f, found[i], 1e-6f);
        }
        assertTeaches(() -> ImageFile.read(file, Shape.of(3, 4, 4), Augmentation.parse("crop=4")), "add scale=4");
    }

    @Test
    void aPictureTooLargeForTheHeapIsRefusedBeforeDecoding() throws IOException {
        Path file = write(new PngBytes(20_000, 20_000, 8, PngBytes.RGB).rows(new int[] {1}));
        assertTeaches(() -> ImageFile.levels(file, 3, Augmentation.none()), "20000 wide and 20000 high", "--augment scale");
        assertTeaches(() -> ImageFile.levels(file, 3, Augmentation.parse("crop=32")), "20000 wide and 20000 high");
        // With a scale it is read at every so many pixels, and what is wrong is only that its rows are not there.
        assertTeaches(() -> ImageFile.levels(file, 3, Augmentation.parse("scale=64,crop=64")), "cannot be decoded");
    }

    @Test
    void aPictureOf20000PixelsIsScaledDown() throws IOException {
        // 20,000 x 900, grey: the left half 40, the right half 200.
        int[][] rows = new int[900][];
        int[] row = new int[20_000];
        Arrays.fill(row, 0, 10_000, 40);
        Arrays.fill(row, 10_000, 20_000, 200);
        Arrays.fill(rows, row);
        Path file = write(new PngBytes(20_000, 900, 8, PngBytes.GREY).rows(rows));
        Augmentation augmentation = Augmentation.parse("resize=10x40");
        assertEquals(45, augmentation.step(new PictureSize(900, 20_000)));
        Levels levels = ImageFile.levels(file, 1, augmentation);
        assertEquals(20, levels.height());
        assertEquals(445, levels.width());
        Picture picture = augmentation.test(levels.picture());
        assertEquals(new PictureSize(10, 40), new PictureSize(picture.height(), picture.width()));
        assertEquals(40 / 255f, picture.values()[0], 1e-6f);
        assertEquals(200 / 255f, picture.values()[39], 1e-6f);
    }
}
