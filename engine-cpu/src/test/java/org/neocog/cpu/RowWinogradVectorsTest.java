package org.neocog.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neocog.cpu.WinogradTransforms.Biases;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Machine code against the loops in Java, transform by transform. */
final class RowWinogradVectorsTest {
    /** Both round in float32, but the code multiplies and adds in one step; sums are of numbers up to about 50. */
    private static final float LIMIT = 2e-6f;
    private static final float LARGE = 10;

    private final WorkerScratch scratch = new WorkerScratch(1);
    private VectorCode code;

    @BeforeEach
    void make() {
        code = Vectors.orSkip();
    }

    private static RowWinogradTiles tiles(int taps, int n, int c, int h, int w, int k, int left, int right) {
        Window window = new Window(new Axis(taps, 1, 1, 1, 1), new Axis(taps, 1, left, right, 1), Remainder.FORBID);
        return RowWinogradTiles.forward(Conv2dGeometry.of(Shape.of(n, c, h, w), Shape.of(k, c, taps, taps), window, 1));
    }

    private RowWinogradVectors vectors(RowWinogradTiles tiles) {
        return new RowWinogradVectors(code.rows(tiles.taps()), scratch, tiles);
    }

    private static CpuBuffer empty(int elements) {
        CpuBuffer buffer = new CpuBuffer(TensorSpec.f32(elements), new AtomicLong());
        Arrays.fill(buffer.floats(), Float.NaN);
        return buffer;
    }

    private static CpuBuffer input(RowWinogradTiles t) {
        return KernelRuns.random("x", Shape.of(t.blocks().batch(), t.inChannels(), t.inHeight(), t.inWidth()));
    }

    private static CpuBuffer output(RowWinogradTiles t) {
        return KernelRuns.random("y", Shape.of(t.blocks().batch(), t.outChannels(), t.outHeight(), t.outWidth()));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1, 1, 5, 5, 1, 0, 0", "5, 3, 6, 14, 14, 16, 0, 0", "5, 37, 17, 9, 13, 5, 2, 2", "5, 2, 3, 20, 70, 4, 4, 9",
        "5, 100, 32, 4, 14, 3, 0, 2", "3, 1, 1, 3, 3, 1, 0, 0", "3, 50, 18, 8, 7, 6, 1, 1", "3, 1, 5, 30, 501, 3, 2, 30"
    })
    void transformsTheInputAndItsTransposeAsTheLoopsDo(
            int taps, int n, int c, int h, int w, int k, int left, int right) {
        RowWinogradTiles t = tiles(taps, n, c, h, w, k, left, right);
        CpuBuffer x = input(t);
        RowWinogradVectors vectors = vectors(t);
        for (int block = 0; block < t.blocks().count(); block++) {
            CpuBuffer wanted = empty(t.inputElements());
            CpuBuffer found = empty(t.inputElements());
            CpuBuffer transposed = empty(t.inputElements());
            int rows = t.inputRows(block);
            for (int row = 0; row < rows; row += vectors.rowsTogether()) {
                int some = Math.min(vectors.rowsTogether(), rows - row);
                new RowWinogradArrays(scratch, t).input(x, block, row, some, 0, wanted, wanted.offset());
                vectors.input(x, block, row, some, 0, found, found.offset());
                vectors.gradientInput(x, block, row, some, 0, transposed, transposed.offset());
            }
            assertSame(wanted, found);
            int lines = rows * t.inChannels();
            int columns = t.columns(block);
            for (int i = 0; i < t.points().count() * lines * columns; i++) {
                int from = i / (lines * columns) * t.inputStride(block);
                int line = i / columns % lines;
                int column = i % columns;
                float value = wanted.floats()[wanted.offset() + from + line * columns + column];
                assertNear(value, transposed.floats()[transposed.offset() + from + column * lines + line], i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1, 1, 5, 5, 1, 0, 0", "5, 3, 6, 7, 14, 16, 0, 0", "5, 37, 2, 3, 13, 35, 2, 2", "5, 2, 3, 3, 70, 4, 4, 9",
        "5, 1, 1, 4, 2500, 3, 2, 2", "3, 1, 1, 3, 3, 1, 0, 0", "3, 50, 2, 5, 7, 40, 1, 1", "3, 1, 5, 4, 501, 3, 2, 30"
    })
    void transformsTheOutputAndItsGradientAsTheLoopsDo(
            int taps, int n, int c, int h, int w, int k, int left, int right) {
        RowWinogradTiles t = tiles(taps, n, c, h, w, k, left, right);
        CpuBuffer dy = output(t);
        CpuBuffer y = empty(dy.elements());
        CpuBuffer wantedY = empty(dy.elements());
        CpuBuffer bias = KernelRuns.random("b", Shape.of(k + 1));
        RowWinogradVectors vectors = vectors(t);
        RowWinogradArrays arrays = new RowWinogradArrays(scratch, t);
        for (int block = 0; block < t.blocks().count(); block++) {
            for (int r = 0; r < t.blocks().rows(block); r++) {
                int row = t.blocks().firstRow(block) + r;
                CpuBuffer wanted = empty(t.outputElements());
                CpuBuffer found = empty(t.outputElements());
                arrays.outputGradient(dy, block, row, 0, wanted, wanted.offset());
                vectors.outputGradient(dy, block, row, 0, found, found.offset());
                assertSame(wanted, found);
                arrays.output(wanted, wanted.offset(), block, row, new Biases(bias.floats(), 1), 0, wantedY);
                vectors.output(wanted, wanted.offset(), block, row, new Biases(bias.floats(), 1), 0, y);
            }
        }
        for (int i = 0; i < y.elements(); i++) {
            assertNear(wantedY.floats()[wantedY.offset() + i], y.floats()[y.offset() + i], i);
        }
    }

    /** Elements between the matrices are NaN in both. */
    private static void assertSame(CpuBuffer wanted, CpuBuffer found) {
        for (int i = 0; i < wanted.elements(); i++) {
            assertNear(wanted.floats()[wanted.offset() + i], found.floats()[found.offset() + i], i);
        }
    }

    private static void assertNear(float wanted, float found, int i) {
        float limit = Float.isNaN(wanted) ? LIMIT : LIMIT * (LARGE + Math.abs(wanted));
        assertEquals(wanted, found, limit, () -> "element " + i);
    }

    @Test
    void refusesWhatLiesOutsideOfImagesAndMatrices() {
        RowWinogradTiles t = tiles(5, 3, 6, 14, 14, 16, 0, 0);
        RowWinogradVectors vectors = vectors(t);
        CpuBuffer x = input(t);
        CpuBuffer v = empty(t.inputElements());
        CpuBuffer y = output(t);
        CpuBuffer m = empty(t.outputElements());
        assertTrue(x.offset() == 0 && v.offset() == 0 && y.offset() == 0 && m.offset() == 0);
        assertRefuses(() -> vectors.input(empty(x.elements() - 1), 0, 0, 1, 0, v, 0));
        assertRefuses(() -> vectors.input(x, 0, 0, 1, 0, v, 1));
        assertRefuses(() -> vectors.input(x, 0, 0, 1, 0, v, -1));
        assertRefuses(() -> vectors.input(x, 0, 14, 1, 0, v, 0));
        assertRefuses(() -> vectors.gradientInput(x, 0, 13, 2, 0, v, 0));
        assertRefuses(() -> vectors.gradientInput(x, 0, 0, 11, 0, v, 0));
        assertRefuses(() -> vectors.output(m, 0, 0, 12, Biases.NONE, 0, y));
        assertRefuses(() -> vectors.output(m, 1, 0, 0, Biases.NONE, 0, y));
        assertRefuses(() -> vectors.output(m, 0, 0, 0, Biases.NONE, 0, m));
        assertRefuses(() -> vectors.outputGradient(y, 0, -1, 0, m, 0));
        assertRefuses(() -> vectors.outputGradient(y, 0, 0, 0, m, 1));
    }

    @Test
    void refusesFiltersAndTheirMatricesOutsideOfTheirArrays() {
        int channels = 17;
        RowFilterVectors filters =
                new RowFilterVectors(code.rows(5).filters(), WinogradPoints.of(5), scratch, channels);
        CpuBuffer w = empty(2 * channels * 25);
        int stride = 5 * channels;
        CpuBuffer u = empty(8 * stride);
        filters.transform(w, 1, false, 0, u, 0, channels, stride);
        assertRefuses(() -> filters.transform(w, 2, false, 0, u, 0, channels, stride));
        assertRefuses(() -> filters.transform(w, -1, false, 0, u, 0, channels, stride));
        assertRefuses(() -> filters.transform(w, 0, false, 0, u, 1, channels, stride));
        assertRefuses(() -> filters.transform(w, 0, false, 0, u, 0, channels + 1, stride));
        assertRefuses(() -> filters.gradient(u, 0, stride, 2, 0, w, 0));
        assertRefuses(() -> filters.gradient(u, 0, stride, 1, 0, w, 2));
    }

    private static void assertRefuses(Executable call) {
        assertThrows(IndexOutOfBoundsException.class, call);
    }
}
