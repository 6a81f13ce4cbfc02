package org.neocog.cpu;

import java.util.List;

/** The convolutions of 3×3 filters that Winograd's way in tiles computes. Filters have 36 matrices in all of them. */
enum WinogradForm {
    /** Of stride 1: F(4×4, 3×3), where a tile is made of 6×6 inputs. */
    PLAIN(36, 36, WinogradProducts.plain()),
    /** Of stride 2: tiles of 4×4 outputs are made of 9×9 inputs, see {@link StridedStep}. */
    STRIDED(81, 25, WinogradProducts.strided()),
    /** That one's gradient in its input: tiles of 8×8 are made of 5×5 of the output's gradient. */
    STRIDED_GRADIENT(25, 81, WinogradProducts.stridedGradient());

    private final int inPoints;
    private final int outPoints;
    private final List<WinogradProducts> products;

    WinogradForm(int inPoints, int outPoints, List<WinogradProducts> products) {
        this.inPoints = inPoints;
        this.outPoints = outPoints;
        this.products = products;
    }

    /** Matrices of the inputs. */
    int inPoints() {
        return inPoints;
    }

    /** Matrices of the results. */
    int outPoints() {
        return outPoints;
    }

    List<WinogradProducts> products() {
        return products;
    }

    /**
     * Tiles of a row. Where a tile has neighbours to its right, those of the last should be outside of the image: zeros.
     *
     * @param inWidth columns of what is convolved
     * @param outWidth columns of the result
     * @param padLeft the convolution's padding
     */
    int tilesX(int inWidth, int outWidth, int padLeft) {
        return switch (this) {
            case PLAIN -> Math.ceilDiv(padLeft < 2 ? Math.max(outWidth, inWidth) : outWidth, WinogradTiles.TILE);
            case STRIDED -> padLeft == 0
                    ? Math.ceilDiv(Math.max(2 * outWidth, inWidth), StridedTileCode.WIDE)
                    : Math.ceilDiv(outWidth, WinogradTiles.TILE);
            case STRIDED_GRADIENT -> {
                int tiles = tilesY(outWidth, padLeft);
                yield padLeft == 0 ? tiles : Math.max(tiles, Math.ceilDiv(inWidth, WinogradTiles.TILE));
            }
        };
    }

    /** Tiles of a column. */
    int tilesY(int outHeight, int padTop) {
        return this == STRIDED_GRADIENT
                ? Math.ceilDiv(outHeight + StridedTileVectors.before(padTop), StridedTileCode.WIDE)
                : Math.ceilDiv(outHeight, WinogradTiles.TILE);
    }
}
