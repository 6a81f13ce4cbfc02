package org.neocog.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files for tests; {@link ByteBuffer} is big-endian by default, as the format is. */
final class IdxBytes {
    private IdxBytes() {}

    static byte[] of(int magic, int[] dims, byte... data) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * dims.length + data.length).putInt(magic);
        for (int dim : dims) {
            file.putInt(dim);
        }
        return file.put(data).array();
    }

    static byte[] labels(int... labels) {
        byte[] data = new byte[labels.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) labels[i];
        }
        return of(0x801, new int[] {data.length}, data);
    }

    /** n images of h x w; pixel i of all is i modulo 251. */
    static byte[] images(int n, int h, int w) {
        byte[] data = new byte[n * h * w];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i % 251);
        }
        return of(0x803, new int[] {n, h, w}, data);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Writes a whole folder in the manner of MNIST. */
    static void folder(Path folder, byte[] trainImages, byte[] trainLabels, byte[] testImages, byte[] testLabels)
            throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), trainImages);
        Files.write(folder.resolve("train-labels-idx1-ubyte"), trainLabels);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), testImages);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), testLabels);
    }
}
