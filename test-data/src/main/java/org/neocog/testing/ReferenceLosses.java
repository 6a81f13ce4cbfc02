package org.neocog.testing;

import org.neocog.graph.OneHot;

/** Reference for what works row by row on {@code N x classes}. */
final class ReferenceLosses {
    private ReferenceLosses() {}

    static DoubleTensor softmax(DoubleTensor x) {
        DoubleTensor y = DoubleTensor.zeros(x.shape());
        for (int n = 0; n < x.dim(0); n++) {
            double largest = largest(x, n);
            double sum = 0;
            for (int j = 0; j < x.dim(1); j++) {
                sum += Math.exp(x.at(n, j) - largest);
            }
            for (int j = 0; j < x.dim(1); j++) {
                y.data()[n * x.dim(1) + j] = Math.exp(x.at(n, j) - largest) / sum;
            }
        }
        return y;
    }

    static DoubleTensor softmaxGrad(DoubleTensor y, DoubleTensor dy) {
        DoubleTensor dx = DoubleTensor.zeros(y.shape());
        for (int n = 0; n < y.dim(0); n++) {
            double dot = 0;
            for (int j = 0; j < y.dim(1); j++) {
                dot += dy.at(n, j) * y.at(n, j);
            }
            for (int j = 0; j < y.dim(1); j++) {
                dx.data()[n * y.dim(1) + j] = y.at(n, j) * (dy.at(n, j) - dot);
            }
        }
        return dx;
    }

    static DoubleTensor crossEntropy(DoubleTensor scores, DoubleTensor labels) {
        double total = 0;
        for (int n = 0; n < scores.dim(0); n++) {
            int label = (int) labels.data()[n];
            double largest = largest(scores, n);
            double sum = 0;
            for (int j = 0; j < scores.dim(1); j++) {
                sum += Math.exp(scores.at(n, j) - largest);
            }
            total += isClass(label, scores) ? Math.log(sum) + largest - scores.at(n, label) : Double.NaN;
        }
        return DoubleTensor.scalar(total / scores.dim(0));
    }

    static DoubleTensor crossEntropyGrad(DoubleTensor scores, DoubleTensor labels, double dloss) {
        DoubleTensor probability = softmax(scores);
        DoubleTensor wanted = oneHot(new OneHot(scores.dim(1)), labels);
        return probability.zip(wanted, (p, t) -> dloss / scores.dim(0) * (p - t));
    }

    static DoubleTensor hinge(double margin, DoubleTensor scores, DoubleTensor labels) {
        double total = 0;
        for (int n = 0; n < scores.dim(0); n++) {
            int label = (int) labels.data()[n];
            if (!isClass(label, scores)) {
                return DoubleTensor.scalar(Double.NaN);
            }
            for (int j = 0; j < scores.dim(1); j++) {
                if (j != label) {
                    total += Math.max(0, scores.at(n, j) - scores.at(n, label) + margin);
                }
            }
        }
        return DoubleTensor.scalar(total / scores.dim(0));
    }

    static DoubleTensor hingeGrad(double margin, DoubleTensor scores, DoubleTensor labels, double dloss) {
        DoubleTensor dx = DoubleTensor.zeros(scores.shape());
        int classes = scores.dim(1);
        for (int n = 0; n < scores.dim(0); n++) {
            int label = (int) labels.data()[n];
            for (int j = 0; j < classes; j++) {
                if (!isClass(label, scores)) {
                    dx.data()[n * classes + j] = Double.NaN;
                } else if (j != label && scores.at(n, j) - scores.at(n, label) + margin > 0) {
                    dx.data()[n * classes + j] += dloss / scores.dim(0);
                    dx.data()[n * classes + label] -= dloss / scores.dim(0);
                }
            }
        }
        return dx;
    }

    static DoubleTensor countCorrect(DoubleTensor scores, DoubleTensor labels) {
        int correct = 0;
        for (int n = 0; n < scores.dim(0); n++) {
            int best = 0;
            boolean numbers = true;
            for (int j = 0; j < scores.dim(1); j++) {
                numbers &= !Double.isNaN(scores.at(n, j));
                best = scores.at(n, j) > scores.at(n, best) ? j : best;
            }
            correct += numbers && best == (int) labels.data()[n] ? 1 : 0;
        }
        return DoubleTensor.scalar(correct);
    }

    static DoubleTensor oneHot(OneHot op, DoubleTensor labels) {
        int classes = op.classes();
        DoubleTensor y = DoubleTensor.zeros(labels.dim(0), classes);
        for (int n = 0; n < labels.dim(0); n++) {
            int label = (int) labels.data()[n];
            for (int j = 0; j < classes; j++) {
                boolean isClass = label >= 0 && label < classes;
                y.data()[n * classes + j] = !isClass ? Double.NaN : j == label ? op.on() : op.off();
            }
        }
        return y;
    }

    private static boolean isClass(int label, DoubleTensor scores) {
        return label >= 0 && label < scores.dim(1);
    }

    private static double largest(DoubleTensor x, int row) {
        double largest = x.at(row, 0);
        for (int j = 1; j < x.dim(1); j++) {
            largest = Math.max(largest, x.at(row, j));
        }
        return largest;
    }
}
