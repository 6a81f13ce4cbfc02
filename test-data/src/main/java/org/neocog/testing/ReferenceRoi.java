package org.neocog.testing;

import java.util.List;
import org.neocog.graph.RoiAlign;
import org.neocog.graph.RoiAlignGrad;
import org.neocog.graph.RoiMaxPool;
import org.neocog.graph.RoiMaxPoolGrad;
import org.neocog.graph.RoiOp;

/** Reference for regions of feature maps: bins and samples one by one, as torchvision describes them. */
final class ReferenceRoi {
    private final DoubleTensor regions;
    private final int outHeight;
    private final int outWidth;
    private final double scale;

    private ReferenceRoi(RoiOp op, DoubleTensor regions) {
        this.regions = regions;
        this.outHeight = op.outHeight();
        this.outWidth = op.outWidth();
        this.scale = op.spatialScale();
    }

    static DoubleTensor output(RoiOp op, List<DoubleTensor> in) {
        return switch (op) {
            case RoiMaxPool _ -> new ReferenceRoi(op, in.get(1)).max(in.get(0));
            case RoiMaxPoolGrad _ -> new ReferenceRoi(op, in.get(1)).maxGrad(in.get(0), in.get(2));
            case RoiAlign align -> new ReferenceRoi(op, in.get(1)).align(align, in.get(0));
            case RoiAlignGrad grad ->
                new ReferenceRoi(op, in.get(0)).alignGrad(grad.align(), DoubleTensor.zeros(grad.inputShape()), in.get(1));
        };
    }

    private interface Bin {
        void visit(int k, int image, int c, int p, int q);
    }

    private void bins(DoubleTensor x, Bin bin) {
        for (int k = 0; k < regions.dim(0); k++) {
            double image = regions.at(k, 0);
            boolean valid = image >= 0 && image < x.dim(0);
            for (int i = 1; i < 5; i++) {
                valid &= Math.abs(regions.at(k, i) * scale) < 1 << 24;
            }
            for (int c = 0; c < x.dim(1); c++) {
                for (int p = 0; p < outHeight; p++) {
                    for (int q = 0; q < outWidth; q++) {
                        bin.visit(k, valid ? (int) image : -1, c, p, q);
                    }
                }
            }
        }
    }

    private DoubleTensor max(DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(regions.dim(0), x.dim(1), outHeight, outWidth);
        bins(x, (k, image, c, p, q) -> {
            int winner = image < 0 ? -1 : winner(x, k, image, c, p, q);
            y.add(k, c, p, q, image < 0 ? Double.NaN : winner < 0 ? 0 : x.data()[winner]);
        });
        return y;
    }

    private DoubleTensor maxGrad(DoubleTensor x, DoubleTensor dy) {
        DoubleTensor dx = DoubleTensor.zeros(x.shape());
        bins(x, (k, image, c, p, q) -> {
            int winner = image < 0 ? -1 : winner(x, k, image, c, p, q);
            if (winner >= 0) {
                dx.data()[winner] += dy.at(k, c, p, q);
            }
        });
        return dx;
    }

    private int winner(DoubleTensor x, int k, int image, int c, int p, int q) {
        int best = -1;
        for (int h = 0; h < x.dim(2); h++) {
            for (int w = 0; w < x.dim(3); w++) {
                if (inside(h, k, 2, p, outHeight) && inside(w, k, 1, q, outWidth)) {
                    int at = ((image * x.dim(1) + c) * x.dim(2) + h) * x.dim(3) + w;
                    double value = x.data()[at];
                    double most = best < 0 ? Double.NEGATIVE_INFINITY : x.data()[best];
                    if (best < 0 || value > most || Double.isNaN(value) && !Double.isNaN(most)) {
                        best = at;
                    }
                }
            }
        }
        return best;
    }

    /** Whether a row or column belongs to bin {@code i} of {@code bins}. */
    private boolean inside(int at, int k, int corner, int i, int bins) {
        double start = round(regions.at(k, corner) * scale);
        double length = Math.max(1, round(regions.at(k, corner + 2) * scale) - start + 1);
        return at >= start + Math.floor(i * length / bins) && at < start + Math.ceil((i + 1) * length / bins);
    }

    private static double round(double x) {
        return Math.signum(x) * Math.floor(Math.abs(x) + 0.5);
    }

    private interface Term {
        void add(int pixel, double weight);
    }

    private DoubleTensor align(RoiAlign op, DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(regions.dim(0), x.dim(1), outHeight, outWidth);
        bins(x, (k, image, c, p, q) -> {
            if (image < 0) {
                y.add(k, c, p, q, Double.NaN);
            } else {
                samples(op, x, k, image, c, p, q, (pixel, weight) -> y.add(k, c, p, q, weight * x.data()[pixel]));
            }
        });
        return y;
    }

    private DoubleTensor alignGrad(RoiAlign op, DoubleTensor dx, DoubleTensor dy) {
        bins(dx, (k, image, c, p, q) -> {
            if (image >= 0) {
                samples(op, dx, k, image, c, p, q, (pixel, weight) -> dx.data()[pixel] += weight * dy.at(k, c, p, q));
            }
        });
        return dx;
    }

    /** The four pixels around each sample of a bin, with their shares of the bin's mean. */
    private void samples(RoiAlign op, DoubleTensor x, int k, int image, int c, int p, int q, Term term) {
        double offset = op.aligned() ? 0.5 : 0;
        double left = regions.at(k, 1) * scale - offset;
        double top = regions.at(k, 2) * scale - offset;
        double width = regions.at(k, 3) * scale - offset - left;
        double height = regions.at(k, 4) * scale - offset - top;
        double down = (op.aligned() ? height : Math.max(height, 1)) / outHeight;
        double across = (op.aligned() ? width : Math.max(width, 1)) / outWidth;
        int countDown = op.samplingRatio() > 0 ? op.samplingRatio() : (int) Math.ceil(down);
        int countAcross = op.samplingRatio() > 0 ? op.samplingRatio() : (int) Math.ceil(across);
        int plane = (image * x.dim(1) + c) * x.dim(2);
        for (int i = 0; i < countDown; i++) {
            double h = top + p * down + (i + 0.5) * down / countDown;
            for (int j = 0; j < countAcross && h >= -1 && h <= x.dim(2); j++) {
                double w = left + q * across + (j + 0.5) * across / countAcross;
                if (w < -1 || w > x.dim(3)) {
                    continue;
                }
                double row = Math.min(Math.max(h, 0), x.dim(2) - 1);
                double column = Math.min(Math.max(w, 0), x.dim(3) - 1);
                for (int above = 0; above < 2; above++) {
                    for (int right = 0; right < 2; right++) {
                        int ph = (int) row + above;
                        int pw = (int) column + right;
                        double weight = (1 - Math.abs(row - ph)) * (1 - Math.abs(column - pw)) / countDown / countAcross;
                        if (weight > 0) {
                            term.add((plane + ph) * x.dim(3) + pw, weight);
                        }
                    }
                }
            }
        }
    }
}
