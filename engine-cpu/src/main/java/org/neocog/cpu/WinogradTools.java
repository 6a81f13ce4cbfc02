package org.neocog.cpu;

import java.util.Optional;

/**
 * What convolutions by Winograd's ways work with.
 *
 * @param code machine code, where this machine can run it
 */
record WinogradTools(WorkerPool pool, WorkerScratch scratch, Gemm gemm, Optional<VectorCode> code) {
    /** What multiplies matrices in the caches, or else the library does. */
    Optional<SmallGemm> small() {
        return code.map(VectorCode::gemm);
    }

    Optional<FilterVectors> filters() {
        return code.map(VectorCode::filters);
    }

    /** How a convolution is done, for the user. */
    String method() {
        return "Winograd + " + (code.isPresent() ? "AVX-512" : gemm.name());
    }

    WinogradTransforms transforms(WinogradTiles tiles) {
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
