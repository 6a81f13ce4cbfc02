package org.neocog.nn;

import java.util.List;

/** Gives networks a name. Found by {@link java.util.ServiceLoader}, so that a library of networks is a jar on the class path. */
public interface ArchitectureProvider {
    /** In the order of listings. */
    List<Architecture> architectures();
}
