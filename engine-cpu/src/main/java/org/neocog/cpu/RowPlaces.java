package org.neocog.cpu;

import org.neocog.cpu.Assembler.Place;
import org.neocog.cpu.Assembler.Register;

/**
 * Places of rows that lie one distance apart: with registers of some multiples of it, each is one operand of an instruction.
 *
 * @param one holds the distance
 * @param three is given three times that
 * @param five is given five times that
 * @param seven is given seven times that; may be null if there are no more than six rows
 */
record RowPlaces(Register one, Register three, Register five, Register seven) {
    /** Computes the multiples. */
    void compute(Assembler asm) {
        asm.address(three, Place.at(one, one, 2));
        asm.address(five, Place.at(one, one, 4));
        if (seven != null) {
            asm.address(seven, Place.at(five, one, 2));
        }
    }

    /** The beginning of a row, 0 to 8. */
    Place at(Register base, int row) {
        return switch (row) {
            case 0 -> Place.at(base, 0);
            case 1, 2, 4, 8 -> Place.at(base, one, row);
            case 3 -> Place.at(base, three, 1);
            case 5 -> Place.at(base, five, 1);
            case 6 -> Place.at(base, three, 2);
            case 7 -> Place.at(base, seven, 1);
            default -> throw new IllegalArgumentException("row " + row);
        };
    }
}
