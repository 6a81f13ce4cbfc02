package org.neocog.cpu;

import java.util.Optional;
import org.neocog.graph.MatMul;
import org.neocog.tensor.Shape;

/**
 * A matrix product in tiles of the output that the workers share. The tiles depend on the shapes alone, and each is summed
 * over the whole inner dimension in one call, so that the bits do not depend on the number of threads. Of many small products
 * a task does several.
 */
final class MatMulKernel implements CpuKernel {
    /**
     * Multiply-adds of a tile: about a millisecond, which is also how long a call may hold off the JVM's safepoints.
     * Smaller tiles read their operands more often than they need to.
     */
    private static final long TILE_WORK = 64_000_000;
    /** Below this a product is not worth sharing. */
    private static final long SHARED_WORK = 1_000_000;
    /** Borders at multiples of this many rows or columns leave whole register tiles to the library. */
    private static final int GRAIN = 64;

    private final WorkerPool pool;
    private final Gemm gemm;
    private final MatMul op;
    private final int m;
    private final int n;
    private final int k;
    private final int tileM;
    private final int tileN;
    private final int batch;
    private final int productsPerTask;

    /** The kernel for a product: in machine code where that is faster, or else by the library. */
    static CpuKernel of(WorkerPool pool, Gemm gemm, Optional<VectorCode> code, MatMul op, Shape a, Shape output) {
        if (code.isPresent() && RowDotsKernel.suits(op, a, output)) {
            return new RowDotsKernel(pool, code.get().dots(), a, output);
        }
        return new MatMulKernel(pool, gemm, op, a, output);
    }

    MatMulKernel(WorkerPool pool, Gemm gemm, MatMul op, Shape a, Shape output) {
        this.pool = pool;
        this.gemm = gemm;
        this.op = op;
        this.m = output.dim(-2);
        this.n = output.dim(-1);
        this.k = a.dim(op.transposeA() ? -2 : -1);
        this.batch = output.rank() == 3 ? output.dim(0) : 1;
        long work = (long) m * n * k;
        // An even number, and two at least, keeps two or more workers equally busy; so do several products.
        int tiles = work < (batch == 1 ? SHARED_WORK : TILE_WORK) ? 1 : (int) Math.min(1024, Math.ceilDiv(work, 2 * TILE_WORK) * 2);
        boolean alongN = n >= m;
        this.tileM = alongN ? m : tile(m, tiles);
        this.tileN = alongN ? tile(n, tiles) : n;
        this.productsPerTask = Math.clamp(SHARED_WORK / work, 1, batch);
    }

    /** About so many tiles, of a size that lets two workers, and so any even number, end at the same time if it can be. */
    private static int tile(int length, int tiles) {
        if (tiles == 1) {
            return length;
        }
        int grains = Math.ceilDiv(length, GRAIN);
        int wanted = Math.ceilDiv(grains, tiles);
        int best = wanted;
        int least = Integer.MAX_VALUE;
        for (int size = (wanted + 1) / 2; size <= wanted + Math.ceilDiv(wanted, 3); size++) {
            int time = size * Math.ceilDiv(Math.ceilDiv(grains, size), 2);
            if (time <= least) {
                least = time;
                best = size;
            }
        }
        return Math.min(length, best * GRAIN);
    }

    @Override
    public String method() {
        return gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer a = inputs.at(0);
        CpuBuffer b = inputs.at(1);
        int columns = Math.ceilDiv(n, tileN);
        int tiles = Math.ceilDiv(m, tileM) * columns;
        int groups = Math.ceilDiv(batch, productsPerTask);
        pool.run(groups * tiles, (task, _) -> {
            int first = task / tiles * productsPerTask;
            int i = task % tiles / columns * tileM;
            int j = task % columns * tileN;
            for (int product = first; product < Math.min(batch, first + productsPerTask); product++) {
                tile(product, i, j, a, b, output);
            }
        });
    }

    private void tile(int product, int i, int j, CpuBuffer a, CpuBuffer b, CpuBuffer c) {
        int lda = op.transposeA() ? m : k;
        int ldb = op.transposeB() ? k : n;
        gemm.sgemm(
                op.transposeA(), op.transposeB(), Math.min(tileM, m - i), Math.min(tileN, n - j), k, 1,
                a.floats(), a.offset() + product * m * k + (op.transposeA() ? i : i * lda), lda,
                b.floats(), b.offset() + product * k * n + (op.transposeB() ? j * ldb : j), ldb, 0,
                c.floats(), c.offset() + product * m * n + i * n + j, n);
    }
}
