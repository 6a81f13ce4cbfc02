package org.neocog.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Forty training and twenty test images of 8x8 in two classes, left half bright and right half bright; and a net for them. */
final class SmallData {
    static final int TRAIN = 40;
    static final int TEST = 20;
    static final int SIDE = 8;

    static final String NET = """
            input 1x8x8
            conv 4 3x3 pad=same
            relu
            maxpool 2x2
            fc 2
            softmax
            recipe optimizer=adam lr=0.01 batch=10 epochs=3
            """;

    private SmallData() {}

    /** Writes the folder; returns it. */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte"), images(TRAIN));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(TRAIN));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(TEST));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(TEST));
        return folder;
    }

    static Path writeNet(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve("small.net"), NET);
    }

    static byte[] images(int count) {
        byte[] pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (SIDE * SIDE);
            boolean left = i % SIDE < SIDE / 2;
            int bright = left == (image % 2 == 0) ? 200 : 20;
            pixels[i] = (byte) (bright + (i * 31 + image * 17) % 40);
        }
        return idx(0x803, pixels, count, SIDE, SIDE);
    }

    static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 2);
        }
        return idx(0x801, labels, count);
    }

    static byte[] idx(int magic, byte[] data, int... dims) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * dims.length + data.length).putInt(magic);
        for (int dim : dims) {
            file.putInt(dim);
        }
        return file.put(data).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
