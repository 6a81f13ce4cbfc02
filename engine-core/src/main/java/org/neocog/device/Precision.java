package org.neocog.device;

/** How exact the products inside a GPU's matrix products and convolutions are. Sums and storage are float32 in both cases. */
public enum Precision {
    /** IEEE single precision: 24 significant bits. */
    FP32,
    /** Tensor cores on operands rounded to 11 significant bits (GPUs from compute capability 8.0 on): several times as fast. */
    TF32
}
