package org.neocog.cpu;

import java.util.List;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a convolution with strides in its input, without adding anything back: the input's elements fall into phases,
 * of which each is a convolution of stride 1 of the output's gradient with some of the filters' elements (see {@link
 * StridePhase}); for 3x3 filters at stride 2 these have 1, 2, 2 and 4 of the nine. Each worker does blocks of images by itself:
 * unfolds, then computes some channels at a time in all phases and puts them in their places. Where workers would be
 * left without one, all unfold a block, then each computes some channels.
 */
final class PhasedInputGrad implements CpuKernel {
    private final WorkerPool pool;
    private final Gemm gemm;
    private final Conv2dGeometry g;
    private final PhasedTiles tiles;
    private final List<PhasedTiles.Pair> pairs;
    private final List<Im2col> im2cols;
    /** Whether each worker does blocks by itself; the products are the same. */
    private final boolean apart;

    PhasedInputGrad(WorkerPool pool, Gemm gemm, Conv2dGeometry geometry) {
        this.pool = pool;
        this.gemm = gemm;
        this.g = geometry;
        this.tiles = PhasedTiles.of(geometry);
        this.pairs = tiles.pairs();
        this.apart = pool.sharesFairly(tiles.blocks());
        this.im2cols = pairs.stream().map(pair -> new Im2col(pair.over(geometry))).toList();
    }

    @Override
    public long workspaceBytes() {
        long own = (long) pairs.size() * tiles.productElements() + tiles.mapsElements();
        return Float.BYTES * (tiles.filterElements() + (long) matrices() * tiles.matrixElements() + pool.workers() * own);
    }

    private int matrices() {
        return apart ? pool.workers() : 1;
    }

    @Override
    public String method() {
        return "phases + " + gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer dy = inputs.at(0);
        CpuBuffer w = inputs.at(1);
        pool.run(g.filters(), (filter, _) -> arrange(w, filter, workspace));
        if (apart) {
            pool.run(tiles.blocks(), (block, worker) -> {
                for (int filter = 0; filter < g.filters(); filter++) {
                    unfold(dy, block, filter, worker, workspace);
                }
                for (int task = 0; task < tiles.tasks(); task++) {
                    channels(block, task, worker, workspace, output);
                }
            });
            return;
        }
        for (int b = 0; b < tiles.blocks(); b++) {
            int block = b;
            pool.run(g.filters(), (filter, worker) -> unfold(dy, block, filter, worker, workspace));
            pool.run(tiles.tasks(), (task, worker) -> channels(block, task, worker, workspace, output));
        }
    }

    /** Writes one filter's elements, C x R x S, as rows of C for each pair and tap: these are filters x taps x C. */
    private void arrange(CpuBuffer w, int filter, CpuBuffer workspace) {
        int area = g.window().area();
        int source = w.offset() + filter * g.filterElements();
        for (PhasedTiles.Pair pair : pairs) {
            int to = workspace.offset() + (pair.tapsBefore() * g.filters() + filter * pair.taps()) * g.channels();
            for (int r = 0; r < pair.down().taps(); r++) {
                for (int s = 0; s < pair.across().taps(); s++) {
                    int tap = pair.down().tap(r) * g.window().width().kernel() + pair.across().tap(s);
                    every(area, w.floats(), source + tap, workspace.floats(), to, g.channels());
                    to += g.channels();
                }
            }
        }
    }

    private static void every(int stride, float[] source, int from, float[] target, int to, int n) {
        for (int i = 0; i < n; i++) {
            target[to + i] = source[from + i * stride];
        }
    }

    /** Unfolds one filter's output maps for all phases. */
    private void unfold(CpuBuffer dy, int block, int filter, int worker, CpuBuffer workspace) {
        int images = tiles.images(block);
        float[] floats = workspace.floats();
        int maps = products(workspace) + pool.workers() * pairs.size() * tiles.productElements()
                + worker * tiles.mapsElements();
        SideBySide filterMaps = new SideBySide(1, g.positions(), g.filters() * g.positions());
        int source = dy.offset() + (block * tiles.images() * g.filters() + filter) * g.positions();
        filterMaps.gather(dy.floats(), source, images, floats, maps);
        for (int p = 0; p < pairs.size(); p++) {
            PhasedTiles.Pair pair = pairs.get(p);
            int row = CacheLines.odd(images * pair.positions());
            int to = matrix(pair, worker, workspace) + filter * pair.taps() * row;
            if (pair.keepsSize(g)) {
                shift(pair, new ShiftedMaps(images, g.outHeight(), g.outWidth()), floats, maps, to, row);
            } else {
                for (int i = 0; i < images; i++) {
                    im2cols.get(p).unfold(
                            floats, maps + i * g.positions(), 1, 0, pair.down().count(), floats,
                            to + i * pair.positions(), row);
                }
            }
        }
    }

    private static void shift(PhasedTiles.Pair pair, ShiftedMaps shifted, float[] floats, int maps, int to, int row) {
        int target = to;
        for (int r = 0; r < pair.down().taps(); r++) {
            for (int s = 0; s < pair.across().taps(); s++) {
                shifted.copy(floats, maps, r - pair.down().padBefore(), s - pair.across().padBefore(), floats, target);
                target += row;
            }
        }
    }

    /** A pair's matrix: the worker's own, or the one of all. */
    private int matrix(PhasedTiles.Pair pair, int worker, CpuBuffer workspace) {
        return workspace.offset() + tiles.filterElements() + (apart ? worker : 0) * tiles.matrixElements()
                + g.filters() * pair.tapsBefore() * tiles.rowElements();
    }

    /** Where the workers' products lie, and after them their maps side by side. */
    private int products(CpuBuffer workspace) {
        return workspace.offset() + tiles.filterElements() + matrices() * tiles.matrixElements();
    }

    private void channels(int block, int task, int worker, CpuBuffer workspace, CpuBuffer output) {
        float[] floats = workspace.floats();
        int first = task * tiles.taskChannels();
        int count = Math.min(tiles.taskChannels(), g.channels() - first);
        int own = products(workspace) + worker * pairs.size() * tiles.productElements();
        for (int p = 0; p < pairs.size(); p++) {
            PhasedTiles.Pair pair = pairs.get(p);
            int columns = tiles.images(block) * pair.positions();
            gemm.sgemm(true, false, count, columns, g.filters() * pair.taps(), 1,
                    floats, workspace.offset() + pair.tapsBefore() * g.filters() * g.channels() + first, g.channels(),
                    floats, matrix(pair, worker, workspace), CacheLines.odd(columns), 0,
                    floats, own + p * tiles.productElements(), columns);
        }
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < tiles.images(block); i++) {
                int image = block * tiles.images() + i;
                int plane = output.offset() + (image * g.channels() + first + c) * g.inputPositions();
                for (int p = 0; p < pairs.size(); p++) {
                    int from = own + p * tiles.productElements() + (c * tiles.images(block) + i) * pairs.get(p).positions();
                    place(pairs.get(p), floats, from, output.floats(), plane);
                }
            }
        }
    }

    private void place(PhasedTiles.Pair pair, float[] source, int from, float[] dx, int plane) {
        int count = pair.across().count();
        int stride = pair.across().stride();
        for (int i = 0; i < pair.down().count(); i++) {
            int to = plane + (pair.down().first() + i * pair.down().stride()) * g.width() + pair.across().first();
            if (stride == 2) {
                placeDouble(source, from + i * count, dx, to, count);
            } else {
                place(source, from + i * count, dx, to, stride, count);
            }
        }
    }

    /** With the stride a constant the compiler can take the checks of the bounds out of the loop. */
    private static void placeDouble(float[] source, int from, float[] dx, int to, int n) {
        for (int i = 0; i < n; i++) {
            dx[to + 2 * i] = source[from + i];
        }
    }

    private static void place(float[] source, int from, float[] dx, int to, int stride, int n) {
        for (int i = 0; i < n; i++) {
            dx[to + i * stride] = source[from + i];
        }
    }
}
