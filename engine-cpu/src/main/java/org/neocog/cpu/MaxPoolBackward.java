package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/**
 * The gradient of max pooling. Which element wins is as good as random, so it is found without branches: by integers that are
 * in the order of the floats, in arrays that begin at 0 (see {@link WorkerScratch}). Of each window first the winner of every
 * row is found, then the winner of those; as only a larger one takes over, it is the first of the largest, or the first NaN.
 */
final class MaxPoolBackward implements CpuKernel {
    /** What lies beside the image is less than any float. */
    private static final int BESIDE = Integer.MIN_VALUE;

    private final WorkerPool pool;
    private final PoolRows rows;
    private final int planes;
    private final int perBlock;
    private final boolean overlapping;
    /** Windows of 2x2 side by side, inside the image: by far the most frequent pooling. */
    private final boolean pairs;
    private final Scratch[] scratch;

    /** Keys of rows of the image, and the places of winners, which count from a window's first element. */
    private static final class Scratch {
        final int[] raw;
        final int[] keys;
        final int[] places;
        final int[] nextKeys;
        final int[] nextPlaces;
        final int[] first;
        final MemorySegment rawSegment;

        Scratch(int elements) {
            raw = new int[elements];
            keys = new int[elements];
            places = new int[elements];
            nextKeys = new int[elements];
            nextPlaces = new int[elements];
            first = new int[elements];
            rawSegment = MemorySegment.ofArray(raw);
        }
    }

    MaxPoolBackward(WorkerPool pool, PoolGeometry g) {
        this.pool = pool;
        this.rows = new PoolRows(g);
        this.planes = g.planes();
        this.perBlock = rows.windowRowsPerImageBlock();
        this.overlapping = rows.down.extent() > rows.down.stride() || rows.across.extent() > rows.across.stride();
        this.pairs = MaxPoolKernels.isPairs(g);
        this.scratch = new Scratch[pool.workers()];
        int elements = rows.rowsUnder(perBlock) * Math.max(rows.pitch, rows.width) + WorkerScratch.TAIL;
        Arrays.setAll(scratch, _ -> new Scratch(elements));
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        CpuBuffer dy = inputs.at(1);
        MemorySegment xs = MemorySegment.ofArray(x.floats());
        float[] dys = dy.floats();
        float[] dxs = output.floats();
        int area = rows.height * rows.width;
        int positions = rows.outHeight * rows.outWidth;
        Spans.run(pool, planes, area, (from, to, worker) -> {
            Arrays.fill(dxs, output.offset() + from * area, output.offset() + to * area, 0);
            for (int plane = from; plane < to; plane++) {
                for (int p = 0; p < rows.outHeight; p += perBlock) {
                    int count = Math.min(perBlock, rows.outHeight - p);
                    if (pairs) {
                        addPairs(xs, x.offset() + plane * area, p, count, dys, dy.offset() + plane * positions,
                                dxs, output.offset() + plane * area, scratch[worker]);
                        continue;
                    }
                    find(xs, x.offset() + plane * area, p, count, scratch[worker]);
                    add(dys, dy.offset() + plane * positions, p, count, scratch[worker].places,
                            dxs, output.offset() + plane * area);
                }
            }
        });
    }

    /** The places of the winners of rows of windows {@code first .. first+count-1}. */
    private void find(MemorySegment x, int xo, int first, int count, Scratch s) {
        int above = rows.row(first, 0);
        int under = rows.rowsUnder(count);
        readKeys(x, xo, above, under, s);
        Arrays.fill(s.places, 0, under * rows.pitch, 0);
        takeOver(rows.across, 1, 1, under * rows.pitch, s);
        takeOver(rows.down, rows.pitch, rows.width, under * rows.pitch, s);
    }

    /** The keys of rows {@code above .. above+count-1}, some of which may lie outside the image. */
    private void readKeys(MemorySegment x, int xo, int above, int count, Scratch s) {
        int top = Math.max(0, above);
        int bottom = Math.min(rows.height, above + count);
        int elements = (bottom - top) * rows.width;
        rawKeys(x, xo + top * rows.width, elements, s);
        int n = count * rows.pitch;
        int from = (top - above) * rows.pitch;
        int to = (bottom - above) * rows.pitch;
        Arrays.fill(s.keys, 0, from, BESIDE);
        Arrays.fill(s.keys, to, n, BESIDE);
        if (rows.pitch == rows.width && rows.columns == rows.width) {
            System.arraycopy(s.raw, 0, s.keys, from, elements);
        } else {
            for (int i = top; i < bottom; i++) {
                rows.put(s.raw, (i - top) * rows.width, BESIDE, s.keys, (i - above) * rows.pitch);
            }
        }
    }

    /** The bits of floats as integers: the JIT compiler does not vectorise {@code Float.floatToRawIntBits}. */
    private static void rawKeys(MemorySegment x, int xo, int elements, Scratch s) {
        MemorySegment.copy(x, (long) xo * Float.BYTES, s.rawSegment, 0, (long) elements * Float.BYTES);
        orderKeys(s.raw, elements);
    }

    private void addPairs(
            MemorySegment x, int xo, int first, int count, float[] dy, int dyo, float[] dx, int dxo, Scratch s) {
        rawKeys(x, xo + 2 * first * rows.width, 2 * count * rows.width, s);
        for (int i = 0; i < count; i++) {
            addPairs(s.raw, 2 * i * rows.width, (2 * i + 1) * rows.width, dy, dyo + (first + i) * rows.outWidth,
                    dx, dxo + 2 * (first + i) * rows.width, rows.width, rows.outWidth);
        }
    }

    /** By the signs of differences. */
    private static void addPairs(
            int[] keys, int upper, int lower, float[] dy, int dyo, float[] dx, int dxo, int width, int n) {
        for (int q = 0; q < n; q++) {
            int a = keys[upper + 2 * q];
            int b = keys[upper + 2 * q + 1];
            int c = keys[lower + 2 * q];
            int d = keys[lower + 2 * q + 1];
            int above = (int) ((long) a - b >>> 63);
            int below = width + (int) ((long) c - d >>> 63);
            int belowWins = (int) ((long) Math.max(a, b) - Math.max(c, d) >> 63);
            dx[dxo + 2 * q + (above ^ (above ^ below) & belowWins)] = dy[dyo + q];
        }
    }

    /**
     * Lets the first of neighbouring elements have the largest key of all, and the winner's place.
     *
     * @param step from one element to the next
     * @param place from the place of one element to that of the next
     */
    private static void takeOver(Axis axis, int step, int place, int n, Scratch s) {
        if (axis.kernel() > 2) {
            System.arraycopy(s.keys, 0, s.first, 0, n);
            System.arraycopy(s.places, 0, s.raw, 0, n);
        }
        for (int k = 1; k < axis.kernel(); k++) {
            int shift = k * axis.dilation() * step;
            System.arraycopy(axis.kernel() > 2 ? s.first : s.keys, shift, s.nextKeys, 0, n - shift);
            System.arraycopy(axis.kernel() > 2 ? s.raw : s.places, shift, s.nextPlaces, 0, n - shift);
            takeOver(s.keys, s.places, s.nextKeys, s.nextPlaces, k * axis.dilation() * place, n - shift);
        }
    }

    private void add(float[] dy, int dyo, int first, int count, int[] places, float[] dx, int dxo) {
        for (int i = 0; i < count; i++) {
            int from = dxo + rows.row(first + i, 0) * rows.width - rows.across.padBefore();
            int at = dyo + (first + i) * rows.outWidth;
            int place = i * rows.down.stride() * rows.pitch;
            if (overlapping) {
                add(dy, at, places, place, rows.across.stride(), dx, from, rows.outWidth);
            } else {
                put(dy, at, places, place, rows.across.stride(), dx, from, rows.outWidth);
            }
        }
    }

    private static void add(float[] dy, int dyo, int[] places, int po, int stride, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i * stride + places[po + i * stride]] += dy[dyo + i];
        }
    }

    private static void put(float[] dy, int dyo, int[] places, int po, int stride, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i * stride + places[po + i * stride]] = dy[dyo + i];
        }
    }

    /** From a float's bits: larger for larger floats, the same for both zeros, largest for NaN. */
    private static void orderKeys(int[] x, int n) {
        for (int i = 0; i < n; i++) {
            int bits = x[i];
            int magnitude = bits & Integer.MAX_VALUE;
            int sign = bits >> 31;
            int nan = 0x7f80_0000 - magnitude >> 31;
            int key = (magnitude ^ sign) - sign;
            // This way of choosing is vectorised; "key & ~nan | MAX_VALUE & nan" is not and takes 25 times as long.
            x[i] = key ^ (key ^ Integer.MAX_VALUE) & nan;
        }
    }

    /** Where the next key is larger, it takes over, with its place, which counts from {@code step} further on. */
    private static void takeOver(int[] best, int[] places, int[] next, int[] nextPlaces, int step, int n) {
        for (int i = 0; i < n; i++) {
            int larger = Math.max(best[i], next[i]);
            int change = larger ^ best[i];
            int changed = (change | -change) >> 31;
            places[i] = places[i] ^ (places[i] ^ (nextPlaces[i] + step)) & changed;
            best[i] = larger;
        }
    }
}
