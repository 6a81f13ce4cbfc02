package org.neocog.testing;

/** How exact results must be, in the measure of {@link Errors}; a float's unit roundoff is 6e-8. */
final class Tolerances {
    /** One correctly rounded operation, or a choice among the inputs. */
    static final double EXACT = 0;

    /** A few roundings in a row, or a function of the mathematics library. */
    static final double ELEMENTWISE = 1e-6;

    /** Sums of many terms in any order. */
    static final double SUM = 1e-5;

    private Tolerances() {}
}
