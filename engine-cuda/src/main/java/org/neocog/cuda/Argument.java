package org.neocog.cuda;

/** One argument of a kernel: a pointer into a tensor, or a number fixed when the node is compiled. */
sealed interface Argument {
    /** Any pointer. */
    record Address(Place place) implements Argument {}

    /** {@code int}. */
    record Whole(int value) implements Argument {}

    /** {@code long long}. */
    record Wide(long value) implements Argument {}

    /** {@code float}. */
    record Real(float value) implements Argument {}

    static Argument input(int number) {
        return new Address(Place.input(number));
    }

    static Argument output() {
        return new Address(Place.OUTPUT);
    }

    static Argument workspace() {
        return new Address(Place.WORKSPACE);
    }

    static Argument at(Place place) {
        return new Address(place);
    }

    static Argument whole(int value) {
        return new Whole(value);
    }

    static Argument flag(boolean value) {
        return new Whole(value ? 1 : 0);
    }

    static Argument real(float value) {
        return new Real(value);
    }
}
