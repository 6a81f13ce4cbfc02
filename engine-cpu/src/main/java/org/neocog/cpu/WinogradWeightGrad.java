package org.neocog.cpu;

import java.util.Arrays;
import java.util.Optional;
import org.neocog.cpu.SmallGemm.Matrix;
import org.neocog.graph.Conv2dGeometry;

/**
 * Gradient of a 3×3 convolution of stride 1 or 2 in its filters by the transpose of Winograd's F(4×4, 3×3): {@code dw = Gᵀ (Σ (A dy
 * Aᵀ) · (Bᵀ x B)) G}, the sum over all tiles being 36 products of matrices {@code filters x tiles} and {@code tiles x channels}.
 * At stride 2 these are 81, of which those that belong to the same filters are added up, see {@link StridedStep}.
 *
 * <p>Where filters are small, blocks of tiles are cut by the shapes alone into stretches that have a sum of their own each, made
 * by one worker, and the sums are added in order. Where they are large, all workers transform a block's inputs, then each does
 * some of the filters: if there is but one block, some channels at a time, so that their sums stay in the cache. In both cases
 * the result does not depend on how many workers there are.
 */
final class WinogradWeightGrad implements CpuKernel {
    /** At most this many sums, the number of workers that can be kept busy. */
    private static final int MOST_SUMS = 16;
    /** The sums together should not take more bytes than this, but for the two that any parallelism needs. */
    private static final long SUM_BYTES = 8 << 20;
    /** Channels of a chunk's products that fit the level-2 cache. */
    private static final int PART = 128;

    private final WinogradTools tools;
    private final WorkerPool pool;
    private final WorkerScratch scratch;
    private final Optional<SmallGemm> small;
    private final WinogradTiles tiles;
    private final WinogradTransforms transforms;
    private final int sums;
    /** Channels whose products are made and transformed back before the next: all, unless that is possible. */
    private final int part;

    WinogradWeightGrad(WinogradTools tools, Conv2dGeometry geometry) {
        this.tools = tools;
        this.pool = tools.pool();
        this.scratch = tools.scratch();
        this.small = tools.small();
        this.tiles = WinogradTiles.weightGradient(geometry);
        this.transforms = tools.transforms(tiles);
        long bytes = (long) Float.BYTES * tiles.filterElements();
        this.sums = tiles.shared() ? 1 : sums(tiles.blocks().count(), SUM_BYTES / bytes);
        int in = tiles.inChannels();
        this.part = sumsStayInCache() ? Math.ceilDiv(in, Math.ceilDiv(in, PART)) : in;
        scratch.reserve(WinogradFilters.ARRAYS, in);
    }

    /** Whether the products of a chunk of filters are all there is to their sum. */
    private boolean sumsStayInCache() {
        return tiles.shared() && tiles.blocks().count() == 1;
    }

    /** A power of two, so that two workers are equally busy. */
    private static int sums(int blocks, long affordable) {
        return Math.min(blocks, Integer.highestOneBit(Math.clamp(affordable, 2, MOST_SUMS)));
    }

    @Override
    public String method() {
        return tools.method();
    }

    @Override
    public long workspaceBytes() {
        long sum = tiles.filterElements(part);
        long in = tiles.inputElements();
        long out = outElements();
        return Float.BYTES
                * (tiles.shared()
                        ? in + pool.workers() * out + sum * sumPlaces()
                        : sums * sum + pool.workers() * (in + out));
    }

    /** Elements of a worker's place for the outputs' gradients, and before these for inputs that are to be transposed. */
    private int outElements() {
        // Whole vectors are read, the last of them beyond the last row.
        int rows = tiles.form().inPoints() * WinogradTiles.stride(SmallGemm.TRANSPOSED_ROWS, tiles.mostColumns()) + 16;
        return Math.max(tiles.outputElements(), rows);
    }

    /** Sums that are kept, if the workers share blocks: those of all filters if there is more than one block. */
    private int sumPlaces() {
        return sumsStayInCache() ? pool.workers() : tiles.chunks();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
        Launch launch = new Launch(inputs, result, workspace);
        if (tiles.shared()) {
            launch.shared();
        } else {
            launch.own();
        }
    }

    private final class Launch {
        private final CpuBuffer x;
        private final CpuBuffer dy;
        private final CpuBuffer result;
        private final CpuBuffer work;
        private final float[] all;
        private final int begin;

        Launch(Inputs inputs, CpuBuffer result, CpuBuffer workspace) {
            this.x = inputs.at(0);
            this.dy = inputs.at(1);
            this.result = result;
            this.work = workspace;
            this.all = workspace.floats();
            this.begin = workspace.offset();
        }

        private int firstBlock(int sum) {
            return (int) ((long) tiles.blocks().count() * sum / sums);
        }

        void own() {
            int out = tiles.outChannels();
            int places = begin + sums * tiles.filterElements();
            pool.run(sums, (sum, worker) -> {
                int v = places + worker * (tiles.inputElements() + outElements());
                int m = v + tiles.inputElements();
                for (int block = firstBlock(sum); block < firstBlock(sum + 1); block++) {
                    for (int group = 0; group < groups(block); group++) {
                        input(block, group, worker, v, m);
                    }
                    out(block, 0, out, m, worker);
                    products(block, out, 0, part, m, v, block > firstBlock(sum), begin + sum * tiles.filterElements(), worker);
                }
            });
            pool.run(out, (filter, worker) -> gradient(filter, 1, 0, part, begin + filter * tiles.inChannels(), sums, out, worker));
        }

        void shared() {
            int sumsAt = begin + tiles.inputElements() + pool.workers() * outElements();
            for (int b = 0; b < tiles.blocks().count(); b++) {
                int block = b;
                pool.run(groups(block), (group, worker) -> input(
                        block, group, worker, begin, begin + tiles.inputElements() + worker * outElements()));
                pool.run(tiles.chunks(), (chunk, worker) -> {
                    int first = chunk * tiles.chunk();
                    int count = Math.min(tiles.chunk(), tiles.outChannels() - first);
                    int m = begin + tiles.inputElements() + worker * outElements();
                    int sum = sumsAt + (sumsStayInCache() ? worker : chunk) * tiles.filterElements(part);
                    out(block, first, count, m, worker);
                    for (int channel = 0; channel < tiles.inChannels(); channel += part) {
                        int channels = Math.min(part, tiles.inChannels() - channel);
                        products(block, count, channel, channels, m, begin, block > 0, sum, worker);
                        if (block == tiles.blocks().count() - 1) {
                            gradient(first, count, channel, channels, sum, 1, count, worker);
                        }
                    }
                });
            }
        }

        private int channelsTogether(int block) {
            return small.isPresent() ? SmallGemm.TRANSPOSED_ROWS : transforms.channelsTogether(block);
        }

        private int groups(int block) {
            return Math.ceilDiv(tiles.inChannels(), channelsTogether(block));
        }

        /**
         * Transforms the inputs of some channels.
         *
         * @param v where the matrices of all channels are, {@code channels x columns}, or {@code columns x channels} for
         *     {@link SmallGemm}
         * @param m where there is place for 16 channels, if these are to be transposed
         */
        private void input(int block, int group, int worker, int v, int m) {
            int most = channelsTogether(block);
            int first = group * most;
            int count = Math.min(most, tiles.inChannels() - first);
            int columns = tiles.columns(block);
            int in = tiles.inChannels();
            int stride = WinogradTiles.stride(in, columns);
            if (small.isEmpty()) {
                transforms.input(x, block, first, count, worker, work, v + first * columns, stride);
                return;
            }
            int part = WinogradTiles.stride(most, columns);
            int some = transforms.channelsTogether(block);
            for (int done = 0; done < count; done += some) {
                transforms.input(
                        x, block, first + done, Math.min(some, count - done), worker, work, m + done * columns, part);
            }
            small.get().transpose(
                    tiles.form().inPoints(), count, columns, new Matrix(all, m, columns, part),
                    new Matrix(all, v + first, in, stride), scratch.ints(worker));
        }

        private void out(int block, int firstChannel, int count, int m, int worker) {
            int columns = tiles.columns(block);
            int channels = transforms.channelsTogether(block);
            for (int done = 0; done < count; done += channels) {
                transforms.outputGradient(
                        dy, block, firstChannel + done, Math.min(channels, count - done), worker, work, m + done * columns,
                        WinogradTiles.stride(count, columns));
            }
        }

        private void products(
                int block, int count, int channel, int channels, int m, int v, boolean add, int sum, int worker) {
            int columns = tiles.columns(block);
            int in = tiles.inChannels();
            int stride = WinogradTiles.stride(in, columns);
            Matrix a = new Matrix(all, m, columns, WinogradTiles.stride(count, columns));
            Matrix b = small.isPresent()
                    ? new Matrix(all, v + channel, in, stride)
                    : new Matrix(all, v + channel * columns, columns, stride);
            Matrix c = new Matrix(all, sum, channels, WinogradTiles.stride(count, channels));
            boolean clear = !add && tiles.form() != WinogradForm.PLAIN;
            if (clear) {
                Arrays.fill(all, sum, sum + WinogradTiles.POINTS * c.step(), 0);
            }
            for (WinogradProducts p : tiles.form().products()) {
                tools.multiply(
                        p.count(), false, small.isEmpty(), count, channels, columns, a.from(p.out()), b.from(p.in()), add || clear,
                        p.filters(c), worker);
            }
        }

        /**
         * @param channel the first of some channels
         * @param channels how many
         * @param from where the first filter's row begins in the first sum's first matrix
         * @param rows filters of the matrices
         */
        private void gradient(int filter, int filters, int channel, int channels, int from, int count, int rows, int worker) {
            int step = WinogradFilters.TAPS * tiles.inChannels();
            int to = result.offset() + filter * step + WinogradFilters.TAPS * channel;
            int stride = WinogradTiles.stride(rows, channels);
            if (tools.filters(tiles.form()).isPresent()) {
                FilterVectors.Rows some = new FilterVectors.Rows(filters, to, step, channels, from, stride);
                tools.filters(tiles.form()).get().gradient(
                        all, some, count, WinogradTiles.POINTS * stride, result.floats(), scratch.ints(worker));
                return;
            }
            for (int k = 0; k < filters; k++) {
                WinogradFilters.gradient(
                        all, from + k * channels, stride, count, channels, scratch.of(worker), result.floats(), to + k * step);
            }
        }
    }
}
