// Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008), with the vector extensions of g++.

#include "gemm.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace sim {

namespace {

#ifdef __AVX512F__
constexpr size_t LANES = 16, COLUMNS = 12;
#elif defined(__AVX__)
constexpr size_t LANES = 8, COLUMNS = 6;
#else
constexpr size_t LANES = 4, COLUMNS = 6;
#endif
constexpr size_t ROWS = 2 * LANES;          // of C that the inner loop keeps in registers, with COLUMNS
constexpr size_t TILE_ROWS = 8 * ROWS;
constexpr size_t TILE_COLUMNS = 16 * COLUMNS;
constexpr size_t DEPTH = 384;               // of k that is packed at a time

typedef float Vector __attribute__((vector_size(LANES * 4)));
typedef float Unaligned __attribute__((vector_size(LANES * 4), aligned(4), may_alias));

struct Tile {
    size_t row, column, rows, columns;
};

size_t ceilDiv(size_t a, size_t b) {
    return (a + b - 1) / b;
}

Tile tileAt(const Gemm& g, size_t tile) {
    size_t row = tile % ceilDiv(g.m, TILE_ROWS) * TILE_ROWS;
    size_t column = tile / ceilDiv(g.m, TILE_ROWS) * TILE_COLUMNS;
    return {row, column, std::min(TILE_ROWS, g.m - row), std::min(TILE_COLUMNS, g.n - column)};
}

// Packs `count` vectors of length `depth` in panels of `width`: panel, then k, then the vector; zeros fill the last one.
// Element (i, k) lies at from[i * step + k * depthStep].
void pack(const float* from, size_t step, size_t depthStep, size_t count, size_t depth, size_t width, float* to) {
    for (size_t panel = 0; panel < count; panel += width, to += width * depth) {
        size_t present = std::min(width, count - panel);
        const float* start = from + panel * step;
        if (present < width) {
            memset(to, 0, width * depth * sizeof(float));
        }
        if (step == 1) {
            for (size_t k = 0; k < depth; k++) {
                std::copy_n(start + k * depthStep, present, to + k * width);
            }
        } else {
            for (size_t i = 0; i < present; i++) {
                for (size_t k = 0; k < depth; k++) {
                    to[k * width + i] = start[i * step + k * depthStep];
                }
            }
        }
    }
}

// sums[COLUMNS][ROWS] = the product of two panels.
void multiplyPanels(const float* a, const float* b, size_t depth, float* sums) {
    Vector low[COLUMNS] = {}, high[COLUMNS] = {};
    for (size_t k = 0; k < depth; k++, a += ROWS, b += COLUMNS) {
        Vector a0 = *reinterpret_cast<const Unaligned*>(a), a1 = *reinterpret_cast<const Unaligned*>(a + LANES);
#pragma GCC unroll 12
        for (size_t j = 0; j < COLUMNS; j++) {
            low[j] += a0 * b[j];
            high[j] += a1 * b[j];
        }
    }
#pragma GCC unroll 12
    for (size_t j = 0; j < COLUMNS; j++) {
        *reinterpret_cast<Unaligned*>(sums + j * ROWS) = low[j];
        *reinterpret_cast<Unaligned*>(sums + j * ROWS + LANES) = high[j];
    }
}

void scale(const Gemm& g, const Tile& tile) {
    for (size_t j = tile.column; j < tile.column + tile.columns; j++) {
        float* c = g.c + j * g.ldc + tile.row;
        for (size_t i = 0; i < tile.rows; i++) {
            c[i] = g.beta == 0 ? 0 : g.beta * c[i];
        }
    }
}

void addProduct(const Gemm& g, const Tile& tile, const float* packedA, const float* packedB, size_t depth) {
    float sums[ROWS * COLUMNS];
    for (size_t column = 0; column < tile.columns; column += COLUMNS) {
        for (size_t row = 0; row < tile.rows; row += ROWS) {
            multiplyPanels(packedA + row * depth, packedB + column * depth, depth, sums);
            size_t rows = std::min(ROWS, tile.rows - row), columns = std::min(COLUMNS, tile.columns - column);
            for (size_t j = 0; j < columns; j++) {
                float* c = g.c + (tile.column + column + j) * g.ldc + tile.row + row;
                for (size_t i = 0; i < rows; i++) {
                    c[i] += g.alpha * sums[j * ROWS + i];
                }
            }
        }
    }
}

}  // namespace

size_t tileCount(const Gemm& gemm) {
    return ceilDiv(gemm.m, TILE_ROWS) * ceilDiv(gemm.n, TILE_COLUMNS);
}

void computeTile(const Gemm& g, size_t index) {
    thread_local std::vector<float> packedA(TILE_ROWS * DEPTH), packedB(TILE_COLUMNS * DEPTH);
    Tile tile = tileAt(g, index);
    scale(g, tile);
    size_t rowStep = g.transA ? g.lda : 1, aDepth = g.transA ? 1 : g.lda;
    size_t columnStep = g.transB ? 1 : g.ldb, bDepth = g.transB ? g.ldb : 1;
    for (size_t k = 0; k < g.k; k += DEPTH) {
        size_t depth = std::min(DEPTH, g.k - k);
        pack(g.a + tile.row * rowStep + k * aDepth, rowStep, aDepth, tile.rows, depth, ROWS, packedA.data());
        pack(g.b + tile.column * columnStep + k * bDepth, columnStep, bDepth, tile.columns, depth, COLUMNS,
             packedB.data());
        addProduct(g, tile, packedA.data(), packedB.data(), depth);
    }
}

}  // namespace sim
