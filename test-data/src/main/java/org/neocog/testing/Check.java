package org.neocog.testing;

/** What is checked about a case. */
public enum Check {
    /** The shape rule agrees with the golden file and with a count of the windows one by one. */
    SHAPE("shape"),
    /** The values that PyTorch, or a lecture's worked example, gives. */
    GOLDEN("golden"),
    /** The values of the plain loops in double precision. */
    REFERENCE("reference"),
    /** The gradient against the adjoint identity or central differences. */
    GRADIENT("gradient"),
    /** Nothing is written outside the output, no input is changed, and all storage is given back. */
    GUARD("guard"),
    /** The output in the place of an input gives the same numbers. */
    IN_PLACE("inPlace"),
    /** NaN, infinities, huge scores and labels that are no class come out as documented. */
    SPECIAL("special"),
    /** The same bits from the same kernel after a run on other numbers, and from every other device supplied. */
    DETERMINISTIC("deterministic");

    private final String label;

    Check(String label) {
        this.label = label;
    }

    /** The name under which tables and JSON show it. */
    public String label() {
        return label;
    }
}
