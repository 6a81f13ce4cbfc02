package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.whole;

import java.util.ArrayList;
import java.util.List;
import org.neocog.cuda.MatrixProduct.Matrix;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;

/**
 * Convolution and its gradients as matrix products over im2col matrices, for as many images at a time as the workspace may
 * hold. Matrices of an image: x and dx are C x H·W, y and dy K x P·Q, columns (C·R·S) x P·Q, each in as many bands of rows
 * as there are groups. Volumes have a depth besides.
 */
final class ConvolutionPrograms {
    private final Conv2dGeometry g;
    private final boolean identity;
    private final int images;
    private final long columnElements;
    private final List<Command> commands = new ArrayList<>();

    private ConvolutionPrograms(Conv2dGeometry geometry, long workspaceLimit, long perImage) {
        this.g = geometry;
        this.identity = geometry.isPointwise();
        this.columnElements = (long) g.channels() * g.window().area() * g.positions();
        long bytes = Float.BYTES * (perImage + (identity ? 0 : columnElements));
        long fit = bytes == 0 ? g.batch() : Math.min(g.batch(), workspaceLimit / bytes);
        this.images = (int) Math.max(1, Math.min(fit, Integer.MAX_VALUE / Math.max(1, columnElements)));
    }

    /**
     * @param workspaceLimit bytes that the im2col matrices should not exceed; those of one image may
     */
    static Program forward(Conv2dGeometry g, boolean bias, long workspaceLimit) {
        return new ConvolutionPrograms(g, workspaceLimit, 0).forward(bias);
    }

    static Program inputGrad(Conv2dGeometry g, long workspaceLimit) {
        return new ConvolutionPrograms(g, workspaceLimit, 0).inputGrad();
    }

    static Program weightGrad(Conv2dGeometry g, long workspaceLimit) {
        return new ConvolutionPrograms(g, workspaceLimit, g.w().elements()).weightGrad();
    }

    /** y = w · columns, added to the bias if there is one. */
    private Program forward(boolean bias) {
        if (bias) {
            commands.add(BiasPrograms.spreadBias(Argument.input(2), g.y()));
        }
        for (int first = 0; first < g.batch(); first += images) {
            int count = Math.min(images, g.batch() - first);
            Place columns = unfold(first, count);
            products(count, g.filtersPerGroup(), g.positions(), g.filterElements(),
                    Band.of(Place.input(1), false, g.filterElements(), weightBand(), 0),
                    Band.of(columns, false, g.positions(), columnBand(), columnElements),
                    Band.of(output(first, yElements()), false, g.positions(), yBand(), yElements()), bias);
        }
        return program(columnBytes(), identity ? "cuBLAS" : "im2col + cuBLAS");
    }

    /** columns = wᵀ · dy, added up onto the image. */
    private Program inputGrad() {
        for (int first = 0; first < g.batch(); first += images) {
            int count = Math.min(images, g.batch() - first);
            Place columns = identity ? output(first, xElements()) : Place.WORKSPACE;
            products(count, g.filterElements(), g.positions(), g.filtersPerGroup(),
                    Band.of(Place.input(1), true, g.filterElements(), weightBand(), 0),
                    Band.of(Place.input(0).plus(first * yElements()), false, g.positions(), yBand(), yElements()),
                    Band.of(columns, false, g.positions(), columnBand(), columnElements), false);
            if (!identity) {
                commands.add(call("neocog_col2im", count * xElements(), at(columns), at(output(first, xElements())), count));
            }
        }
        return program(columnBytes(), identity ? "cuBLAS" : "cuBLAS + col2im");
    }

    /**
     * dw = Σ dy · columnsᵀ: part i is the sum over images i, i + images, …, and the parts are then added up in order. So the
     * products of many images run side by side and the sum is the same in every run.
     */
    private Program weightGrad() {
        long dw = g.w().elements();
        boolean direct = images == 1;
        long partStride = (dw + 15) / 16 * 16;
        Place parts = direct ? Place.OUTPUT : Place.WORKSPACE.plus(identity ? 0 : aligned(images * columnElements));
        for (int first = 0; first < g.batch(); first += images) {
            int count = Math.min(images, g.batch() - first);
            Place columns = unfold(first, count);
            products(count, g.filtersPerGroup(), g.filterElements(), g.positions(),
                    Band.of(Place.input(1).plus(first * yElements()), false, g.positions(), yBand(), yElements()),
                    Band.of(columns, true, g.positions(), columnBand(), columnElements),
                    Band.of(parts, false, g.filterElements(), weightBand(), partStride), first > 0);
        }
        if (!direct) {
            commands.add(KernelCall.of("im2col.cu", "neocog_sum_parts", Grid.each(dw), at(parts), Argument.output(),
                    whole((int) dw), whole(images), new Argument.Wide(partStride)));
        }
        return program(columnBytes() + (direct ? 0 : Float.BYTES * images * partStride),
                identity ? "cuBLAS" : "im2col + cuBLAS");
    }

    /** The matrices of some images: a band of rows for each group. */
    private record Band(Place place, boolean transposed, int rowLength, long groupStride, long imageStride) {
        static Band of(Place place, boolean transposed, int rowLength, long groupStride, long imageStride) {
            return new Band(place, transposed, rowLength, groupStride, imageStride);
        }

        Matrix ofGroup(int group) {
            return new Matrix(place.plus(group * groupStride), transposed, rowLength, imageStride);
        }

        Matrix ofImage(int image) {
            return new Matrix(place.plus(image * imageStride), transposed, rowLength, groupStride);
        }
    }

    /** One launch for all images of a group or for all groups of an image, whichever makes fewer. */
    private void products(int count, int m, int n, int k, Band a, Band b, Band c, boolean add) {
        if (g.groups() <= count) {
            for (int group = 0; group < g.groups(); group++) {
                commands.add(new MatrixProduct(
                        m, n, k, a.ofGroup(group), b.ofGroup(group), c.ofGroup(group), add, count));
            }
        } else {
            for (int image = 0; image < count; image++) {
                commands.add(new MatrixProduct(
                        m, n, k, a.ofImage(image), b.ofImage(image), c.ofImage(image), add, g.groups()));
            }
        }
    }

    /** Where the columns of some images are, after having been put there. */
    private Place unfold(int first, int count) {
        Place x = Place.input(0).plus(first * xElements());
        if (identity) {
            return x;
        }
        commands.add(call("neocog_im2col", (long) count * g.channels() * g.positions(), at(x), Argument.workspace(), count));
        return Place.WORKSPACE;
    }

    private KernelCall call(String kernel, long threads, Argument from, Argument to, int count) {
        Axis inward = g.window().depthAxis();
        Axis down = g.window().height();
        Axis across = g.window().width();
        return KernelCall.of("im2col.cu", kernel, Grid.each(threads), from, to, whole(count * g.channels()),
                whole(g.depth()), whole(g.height()), whole(g.width()),
                whole(g.outDepth()), whole(g.outHeight()), whole(g.outWidth()),
                whole(inward.kernel()), whole(down.kernel()), whole(across.kernel()),
                whole(inward.stride()), whole(down.stride()), whole(across.stride()),
                whole(inward.padBefore()), whole(down.padBefore()), whole(across.padBefore()),
                whole(inward.dilation()), whole(down.dilation()), whole(across.dilation()));
    }

    private static Place output(int image, long elements) {
        return Place.OUTPUT.plus(image * elements);
    }

    private long xElements() {
        return (long) g.channels() * g.inputPositions();
    }

    private long yElements() {
        return (long) g.filters() * g.positions();
    }

    private long yBand() {
        return (long) g.filtersPerGroup() * g.positions();
    }

    private long weightBand() {
        return (long) g.filtersPerGroup() * g.filterElements();
    }

    private long columnBand() {
        return (long) g.filterElements() * g.positions();
    }

    private long columnBytes() {
        return identity ? 0 : Float.BYTES * aligned(images * columnElements);
    }

    /** Elements up to a multiple of 64 bytes. */
    private static long aligned(long elements) {
        return (elements + 15) / 16 * 16;
    }

    private Program program(long workspaceBytes, String method) {
        return new Program(commands, workspaceBytes, method);
    }
}
