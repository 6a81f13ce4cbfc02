package org.neocog.cpu;

import java.util.Optional;
import org.neocog.cpu.SmallGemm.Matrix;

/**
 * What convolutions by Winograd's ways work with.
 *
 * @param code machine code, where this machine can run it
 */
record WinogradTools(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Optional<VectorCode> code) {
    /** What multiplies and transposes matrices in the caches, or else the library does. */
    Optional<SmallGemm> small() {
        return code.map(VectorCode::gemm);
    }

    /**
     * {@code C = op(A) op(B)} or {@code C += op(A) op(B)} for several matrices, row by row in memory: by machine code or, where there
     * is none, by the library one after another. See {@link SmallGemm#multiply} and {@link Gemm#sgemm}.
     *
     * @param transA whether A is stored as {@code k x m}
     * @param transB whether B is stored as {@code n x k}, which is for the library alone
     */
    void multiply(
            int count, boolean transA, boolean transB, int m, int n, int k, Matrix a, Matrix b, boolean add, Matrix c, int worker) {
        if (code.isPresent() && !transB && n > 0 && k > 0) {
            code.get().gemm().multiply(count, transA, m, n, k, a, b, add, c, scratch.ints(worker));
            return;
        }
        for (int i = 0; i < count; i++) {
            gemm.sgemm(
                    transA, transB, m, n, k, 1, a.floats(), a.at(i), a.ld(), b.floats(), b.at(i), b.ld(), add ? 1 : 0, c.floats(),
                    c.at(i), c.ld());
        }
    }

    Optional<FilterVectors> filters(WinogradForm form) {
        return code.map(c -> form == WinogradForm.PLAIN ? c.filters() : c.strided().filters());
    }

    /** How a convolution is done, for the user. */
    String method() {
        return "Winograd + " + (code.isPresent() ? "AVX-512" : gemm.name());
    }

    /** @throws java.util.NoSuchElementException if there is no code and these tiles need it */
    WinogradTransforms transforms(WinogradTiles tiles) {
        if (tiles.form() != WinogradForm.PLAIN) {
            return new StridedTileVectors(code.orElseThrow().strided(), scratch, tiles);
        }
        return code.isPresent() && WinogradVectors.suits(tiles)
                ? new WinogradVectors(code.get().winograd(), scratch, tiles)
                : new WinogradArrays(scratch, tiles);
    }

    RowWinogradTransforms transforms(RowWinogradTiles tiles) {
        return code.isPresent()
                ? new RowWinogradVectors(code.get().rows(tiles.taps()), scratch, tiles)
                : new RowWinogradArrays(scratch, tiles);
    }

    /** The transforms along the rows of filters of that many channels. */
    RowFilterTransforms filters(WinogradPoints points, int channels) {
        return code.isPresent()
                ? new RowFilterVectors(code.get().rows(points.taps()).filters(), points, scratch, channels)
                : new RowWinogradFilters(points, scratch, channels);
    }
}
