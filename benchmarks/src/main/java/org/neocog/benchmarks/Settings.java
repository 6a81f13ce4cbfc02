package org.neocog.benchmarks;

import java.nio.file.Path;

/**
 * How the comparison is made.
 *
 * @param threads that every engine computes with
 * @param rounds in each of which every engine has its turn
 * @param seconds that a turn takes
 * @param python the interpreter that has PyTorch
 * @param scripts the folder of bench.py and export_onnx.py
 */
record Settings(int threads, int rounds, double seconds, String python, Path scripts) {}
