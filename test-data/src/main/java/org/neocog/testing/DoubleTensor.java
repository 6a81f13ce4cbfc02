package org.neocog.testing;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.neocog.tensor.HostTensor;
import org.neocog.tensor.Shape;

/** A tensor in double precision, for the reference's plain loops. Whole numbers (labels, seeds) are held exactly. */
record DoubleTensor(Shape shape, double[] data) {
    static DoubleTensor zeros(Shape shape) {
        return new DoubleTensor(shape, new double[shape.elements()]);
    }

    static DoubleTensor zeros(int... dims) {
        return zeros(Shape.of(dims));
    }

    static DoubleTensor scalar(double value) {
        return new DoubleTensor(Shape.scalar(), new double[] {value});
    }

    static DoubleTensor of(HostTensor tensor) {
        DoubleTensor result = zeros(tensor.shape());
        for (int i = 0; i < result.data.length; i++) {
            result.data[i] = switch (tensor.spec().dtype()) {
                case F32 -> tensor.floats()[i];
                case I32 -> tensor.ints()[i];
            };
        }
        return result;
    }

    /** The nearest floats. */
    HostTensor rounded() {
        float[] floats = new float[data.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) data[i];
        }
        return HostTensor.of(shape, floats);
    }

    int dim(int axis) {
        return shape.dim(axis);
    }

    double at(int row, int column) {
        return data[row * dim(1) + column];
    }

    double at(int n, int c, int h, int w) {
        return data[index(n, c, h, w)];
    }

    void add(int n, int c, int h, int w, double value) {
        data[index(n, c, h, w)] += value;
    }

    private int index(int n, int c, int h, int w) {
        return ((n * dim(1) + c) * dim(2) + h) * dim(3) + w;
    }

    /** Number {@code index} of the tensors that lie behind one another along the outermost axis. */
    DoubleTensor part(int index) {
        DoubleTensor part = zeros(shape.dropFirst());
        System.arraycopy(data, index * part.data.length, part.data, 0, part.data.length);
        return part;
    }

    /** The value of a scalar. */
    double value() {
        return data[0];
    }

    double sum() {
        double sum = 0;
        for (double value : data) {
            sum += value;
        }
        return sum;
    }

    DoubleTensor map(DoubleUnaryOperator f) {
        DoubleTensor result = zeros(shape);
        for (int i = 0; i < data.length; i++) {
            result.data[i] = f.applyAsDouble(data[i]);
        }
        return result;
    }

    DoubleTensor zip(DoubleTensor other, DoubleBinaryOperator f) {
        DoubleTensor result = zeros(shape);
        for (int i = 0; i < data.length; i++) {
            result.data[i] = f.applyAsDouble(data[i], other.data[i]);
        }
        return result;
    }
}
