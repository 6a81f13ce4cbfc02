package org.neocog.cpu;

import java.util.ArrayList;
import java.util.List;
import org.neocog.cpu.SmallGemm.Matrix;

/**
 * Some of the products that a Winograd convolution in tiles is made of, of matrices that lie one after another.
 *
 * @param count how many
 * @param filter the number of the first's filters' matrix
 * @param filterStep 1, or 0 if all of them have the same filters
 * @param in the number of the first's inputs' matrix
 * @param out the number of the first's result
 * @param more whether the results are sums to which others of these lists have contributed before
 */
record WinogradProducts(int count, int filter, int filterStep, int in, int out, boolean more) {
    /** Numbers of a direction at stride 2: of filters, of the side with two parts, and of that where both are added up. */
    private static final int FILTERS = 6;
    private static final int APART = 9;
    private static final int TOGETHER = 5;

    /** At stride 1 each point is by itself. */
    static List<WinogradProducts> plain() {
        return List.of(new WinogradProducts(WinogradTiles.POINTS, 0, 1, 0, 0, false));
    }

    /**
     * At stride 2, for the convolution: in each direction the two parts of the inputs, see {@link StridedStep}, of which the second
     * has no number at ∞ and one filter for all points.
     */
    static List<WinogradProducts> strided() {
        List<WinogradProducts> list = new ArrayList<>();
        for (int rows = 0; rows < 2; rows++) {
            for (int columns = 0; columns < 2; columns++) {
                for (int point = 0; point < TOGETHER - rows; point++) {
                    list.add(new WinogradProducts(
                            TOGETHER - columns,
                            FILTERS * (rows == 0 ? point : FILTERS - 1) + columns * (FILTERS - 1),
                            1 - columns,
                            APART * (rows * TOGETHER + point) + columns * TOGETHER,
                            TOGETHER * point,
                            rows + columns > 0));
                }
            }
        }
        return List.copyOf(list);
    }

    /** At stride 2, for the input's gradient: inputs and results have changed places, and nothing is added up. */
    static List<WinogradProducts> stridedGradient() {
        return strided().stream()
                .map(p -> new WinogradProducts(p.count, p.filter, p.filterStep, p.out, p.in, false))
                .toList();
    }

    /** The filters' matrices, of all of them. */
    Matrix filters(Matrix all) {
        return new Matrix(all.floats(), all.at(filter), all.ld(), filterStep * all.step());
    }
}
