package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.neocog.tensor.Shape;

/**
 * A value in native memory: images with their channels side by side, N × H × W × C, or rows.
 *
 * @param type of the elements
 * @param images N, or rows
 * @param height H; 1 for rows
 * @param width W; 1 for rows
 */
record FusedValue(MemorySegment place, DnnlType type, int images, int channels, int height, int width) {
    static FusedValue of(MemorySegment place, DnnlType type, int images, Shape shape) {
        boolean rows = shape.rank() == 2;
        return new FusedValue(place, type, images, shape.dim(1), rows ? 1 : shape.dim(2), rows ? 1 : shape.dim(3));
    }

    static long bytes(DnnlType type, int images, Shape shape) {
        return (long) images * shape.elements() / shape.dim(0) * type.bytes();
    }

    long imageBytes() {
        return (long) height * width * channels * type.bytes();
    }

    /** Some rows of some images. */
    DnnlScope.Memory rows(DnnlScope scope, int image, int count, int first, int rows) {
        return scope.memory(rowsLayout(scope, count, rows), from(image, first));
    }

    DnnlScope.Layout rowsLayout(DnnlScope scope, int count, int rows) {
        return channelsLayout(scope, count, rows, channels);
    }

    /** Some of the channels of some rows. */
    DnnlScope.Layout channelsLayout(DnnlScope scope, int count, int rows, int some) {
        return scope.strided(type, new long[] {count, some, rows, width},
                new long[] {(long) height * width * channels, 1, (long) width * channels, channels});
    }

    MemorySegment from(int image, int row) {
        return place.asSlice(image * imageBytes() + (long) row * width * channels * type.bytes());
    }

    /** Copies a stretch of channels of every position of an image from or to a dense matrix. */
    void copyChannels(FusedTask.ChannelPart part, MemorySegment dense, boolean toDense) {
        long stride = (long) channels * type.bytes();
        long length = (long) part.count() * type.bytes();
        long at = part.image() * imageBytes() + (long) part.first() * type.bytes();
        for (int position = 0; position < height * width; position++) {
            if (toDense) {
                MemorySegment.copy(place, at + position * stride, dense, position * length, length);
            } else {
                MemorySegment.copy(dense, position * length, place, at + position * stride, length);
            }
        }
    }

    /** Copies plain f32 numbers from the heap. */
    static void read(float[] from, int offset, MemorySegment to, int count) {
        MemorySegment.copy(from, offset, to, ValueLayout.JAVA_FLOAT, 0, count);
    }

    /** Copies plain f32 numbers to the heap. */
    static void write(MemorySegment from, float[] to, int offset, int count) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, to, offset, count);
    }
}
