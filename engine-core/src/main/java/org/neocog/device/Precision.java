package org.neocog.device;

/** How exact the factors of matrix products and convolutions are. Sums are float32 in all cases. */
public enum Precision {
    /** IEEE single precision: 24 significant bits. */
    FP32,
    /**
     * On GPUs: tensor cores on operands rounded to 11 significant bits (GPUs from compute capability 8.0 on): several times as
     * fast.
     */
    TF32,
    /**
     * bfloat16 for weights and for what lies between the layers of a network: 8 significant bits, half the memory, twice the
     * speed. For predictions on CPUs that have its instructions (AVX-512 BF16 or AMX); no device trains in it.
     */
    BF16
}
