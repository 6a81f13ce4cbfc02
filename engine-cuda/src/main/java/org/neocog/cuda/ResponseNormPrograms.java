package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.List;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.tensor.Shape;

/** Local response normalization; its gradient first makes each element's power and term in the workspace. */
final class ResponseNormPrograms {
    private static final String FILE = "response_norm.cu";

    private ResponseNormPrograms() {}

    static Program forward(LocalResponseNorm op, Shape x) {
        int n = x.elements();
        return Program.of(KernelCall.of(
                FILE, "neocog_response_norm", Grid.each(n), input(0), output(), whole(n), whole(x.dim(1)), whole(inner(x)),
                whole(op.before()), whole(op.after()), real(op.factor()), real(op.beta()), real(op.k())));
    }

    /** Inputs: x, dy. */
    static Program gradient(LocalResponseNorm op, Shape x) {
        int n = x.elements();
        Argument terms = at(Place.WORKSPACE.plus(n));
        return new Program(
                List.of(
                        KernelCall.of(FILE, "neocog_response_terms", Grid.each(n), input(0), input(1), workspace(), terms,
                                whole(n), whole(x.dim(1)), whole(inner(x)), whole(op.before()), whole(op.after()),
                                real(op.factor()), real(op.beta()), real(op.k())),
                        KernelCall.of(FILE, "neocog_response_norm_grad", Grid.each(n), input(0), input(1), workspace(), terms,
                                output(), whole(n), whole(x.dim(1)), whole(inner(x)), whole(op.before()), whole(op.after()),
                                real(2 * op.beta() * op.factor()))),
                2L * Float.BYTES * n, "");
    }

    private static int inner(Shape shape) {
        return shape.elements(2, shape.rank());
    }
}
