package org.neocog.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neocog.data.Errors.assertTeaches;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neocog.NeocogException;
import org.neocog.tensor.Shape;

class IdxReaderTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("some-idx");
    }

    @Test
    void readsLabelsAsUnsignedBytes() throws IOException {
        Files.write(file, IdxBytes.labels(0, 127, 128, 255));
        assertArrayEquals(new int[] {0, 127, 128, 255}, IdxReader.labels(file));
    }

    @Test
    void readsImagesWithTheRowBeforeTheColumn() throws IOException {
        Files.write(file, IdxBytes.of(0x803, new int[] {2, 2, 3}, new byte[] {0, 51, 102, (byte) 153, (byte) 204, (byte) 255,
                1, 2, 3, 4, 5, 6}));
        IdxImages images = IdxReader.images(file);
        assertEquals(Shape.of(1, 2, 3), images.imageShape());
        assertEquals(2, images.size());
        float[] target = new float[8];
        images.read(0, target, 1);
        assertArrayEquals(new float[] {0, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0}, target);
    }

    @Test
    void readsImagesWithChannels() throws IOException {
        Files.write(file, IdxBytes.of(0x804, new int[] {1, 3, 2, 1}, new byte[] {1, 2, 3, 4, 5, 6}));
        assertEquals(Shape.of(3, 2, 1), IdxReader.images(file).imageShape());
    }

    @Test
    void readsDimensionsFromTheMostSignificantByteOn() throws IOException {
        // 0x00000102 = 258 images of 1 x 1; read the other way round it would be 0x02010000.
        byte[] bytes = new byte[16 + 258];
        System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 1}, 0, bytes, 0, 16);
        Files.write(file, bytes);
        assertEquals(258, IdxReader.images(file).size());
    }

    @Test
    void knowsGzipByItsContentWhateverTheName() throws IOException {
        Files.write(file, IdxBytes.gzip(IdxBytes.labels(3, 1)));
        assertArrayEquals(new int[] {3, 1}, IdxReader.labels(file));
        Path misnamed = folder.resolve("labels.gz");
        Files.write(misnamed, IdxBytes.labels(3, 1));
        assertArrayEquals(new int[] {3, 1}, IdxReader.labels(misnamed));
    }

    @Test
    void readsAGzipHeaderWithAllItsFields() throws IOException {
        byte[] plain = IdxBytes.gzip(IdxBytes.labels(7, 8, 9));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Flags: header checksum 2, extra field 4, name 8, comment 16.
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        out.writeBytes(new byte[] {3, 0, 'a', 0, 'b'});
        out.writeBytes(new byte[] {'n', 'a', 'm', 'e', 0, 'r', 'e', 'm', 'a', 'r', 'k', 0});
        CRC32 crc = new CRC32();
        crc.update(out.toByteArray());
        out.write((int) crc.getValue());
        out.write((int) crc.getValue() >>> 8);
        out.write(plain, 10, plain.length - 10);
        Files.write(file, out.toByteArray());
        assertArrayEquals(new int[] {7, 8, 9}, IdxReader.labels(file));
    }

    @Test
    void saysWhichMagicWasFoundAndWhichWanted() throws IOException {
        Files.write(file, IdxBytes.labels(1, 2, 3));
        assertTeaches(() -> IdxReader.images(file), file.toString(), "0x00000801", "labels", "0x00000803 or 0x00000804");
        Files.write(file, IdxBytes.images(1, 2, 2));
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "0x00000803", "images", "0x00000801");
        Files.write(file, new byte[] {3, 8, 0, 0, 0, 0, 0, 0});
        assertTeaches(() -> IdxReader.images(file), "0x03080000");
        // Element type 0x0D is float.
        Files.write(file, IdxBytes.of(0xD03, new int[] {1, 1, 1}, new byte[4]));
        assertTeaches(() -> IdxReader.images(file), "0x00000d03");
    }

    @Test
    void rejectsEveryTruncationOfAPlainFile() throws IOException {
        byte[] whole = IdxBytes.images(3, 2, 2);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertTeaches(() -> IdxReader.images(file), file.toString());
        }
        assertTeaches(() -> IdxReader.images(file), "28 bytes expected", "27 found", "cut short");
    }

    @Test
    void rejectsEveryTruncationOfAGzipFile() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(30, 2, 2));
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertTeaches(() -> IdxReader.images(file), file.toString());
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        assertTeaches(() -> IdxReader.images(file), "gzip", "unpacked bytes", "136 are expected");
    }

    @Test
    void rejectsAFlippedBitInAGzipFileOrReadsTheSame() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(5, 3, 3));
        byte[] pixels = new byte[45];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        int rejected = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                assertArrayEquals(pixels, IdxReader.images(file).pixels());
            } catch (NeocogException e) {
                rejected++;
            }
        }
        // Time, system and compression level in bytes 4 to 9 of the header say nothing about the content, nor does the flag
        // "text"; bits that pad the last byte of the deflate data do not either.
        int harmless = 8 * whole.length - rejected;
        assertTrue(harmless >= 49 && harmless <= 49 + 7, "accepted: " + harmless);
    }

    @Test
    void rejectsBytesAfterThePlainData() throws IOException {
        Files.write(file, Arrays.copyOf(IdxBytes.labels(1, 2), 13));
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "10 bytes expected", "13 found");
    }

    @Test
    void rejectsBytesAfterTheGzipData() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.labels(1, 2));
        Files.write(file, Arrays.copyOf(whole, whole.length + 5));
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "5 bytes follow");
    }

    @Test
    void rejectsBytesAfterTheDataWithinGzip() throws IOException {
        Files.write(file, IdxBytes.gzip(Arrays.copyOf(IdxBytes.labels(1, 2), 13)));
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "10 bytes expected", "go on");
    }

    @Test
    void rejectsAGzipFileThatUnpacksToTooLittle() throws IOException {
        Files.write(file, IdxBytes.gzip(Arrays.copyOf(IdxBytes.images(3, 2, 2), 20)));
        assertTeaches(() -> IdxReader.images(file), "28 bytes expected", "20 found");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rejectsAbsurdSizesBeforeAllocating(boolean gzip) throws IOException {
        int[][] absurd = {{-1, -1, -1}, {1 << 30, 28, 28}, {65536, 65536, 1}, {1 << 20, 32, 32}};
        for (int[] dims : absurd) {
            byte[] bytes = IdxBytes.of(0x803, dims, new byte[100]);
            Files.write(file, gzip ? IdxBytes.gzip(bytes) : bytes);
            assertTeaches(() -> IdxReader.images(file), file.toString(), Integer.toUnsignedString(dims[0]));
        }
    }

    @Test
    void rejectsDimensionsOfZero() throws IOException {
        Files.write(file, IdxBytes.of(0x803, new int[] {0, 28, 28}));
        assertTeaches(() -> IdxReader.images(file), file.toString(), "0x28x28");
    }

    @Test
    void rejectsWhatIsNoFile() throws IOException {
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "no such file");
        assertTeaches(() -> IdxReader.labels(folder), folder.toString(), "folder");
        Files.createFile(file);
        assertTeaches(() -> IdxReader.labels(file), file.toString(), "empty");
    }

    @Test
    void readsTheLastPixelOfALargeFile() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.write(IdxBytes.of(0x803, new int[] {300_000, 16, 16}));
            large.setLength(16 + 300_000L * 256);
            large.seek(large.length() - 1);
            large.write(255);
        }
        float[] target = new float[256];
        IdxReader.images(file).read(299_999, target, 0);
        assertEquals(1f, target[255]);
        assertEquals(0f, target[254]);
    }

    @Test
    void tellsIdxFromPictures() throws IOException {
        Files.write(file, IdxBytes.labels(1));
        assertTrue(IdxReader.isIdx(file));
        Files.write(file, IdxBytes.gzip(IdxBytes.labels(1)));
        assertTrue(IdxReader.isIdx(file));
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        assertFalse(IdxReader.isIdx(file));
        Files.write(file, new byte[] {0});
        assertFalse(IdxReader.isIdx(file));
    }

    @Test
    void imagesKnowTheirBounds() throws IOException {
        Files.write(file, IdxBytes.images(2, 1, 1));
        IdxImages images = IdxReader.images(file);
        assertThrows(IndexOutOfBoundsException.class, () -> images.read(2, new float[1], 0));
    }
}
