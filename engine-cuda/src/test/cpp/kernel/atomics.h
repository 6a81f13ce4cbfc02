// CUDA's atomic functions: each returns the old value. Blocks run on several system threads.

template <class T, class F> static inline T neocogSimAtomic(T* address, F update) {
    T expected = *(volatile T*)address, desired;
    do {
        desired = update(expected);
    } while (!__atomic_compare_exchange(address, &expected, &desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
    return expected;
}

#define NEOCOG_SIM_ATOMICS(T) \
    static inline T atomicAdd(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return (T)(old + v); }); } \
    static inline T atomicExch(T* a, T v) { return neocogSimAtomic(a, [v](T) { return v; }); }
NEOCOG_SIM_ATOMICS(int)
NEOCOG_SIM_ATOMICS(unsigned)
NEOCOG_SIM_ATOMICS(unsigned long long)
NEOCOG_SIM_ATOMICS(float)
NEOCOG_SIM_ATOMICS(double)
#undef NEOCOG_SIM_ATOMICS

#define NEOCOG_SIM_ATOMICS(T) \
    static inline T atomicSub(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return (T)(old - v); }); } \
    static inline T atomicMin(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return old < v ? old : v; }); } \
    static inline T atomicMax(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return old > v ? old : v; }); } \
    static inline T atomicOr(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return old | v; }); } \
    static inline T atomicAnd(T* a, T v) { return neocogSimAtomic(a, [v](T old) { return old & v; }); } \
    static inline T atomicCAS(T* a, T expected, T v) { \
        return neocogSimAtomic(a, [expected, v](T old) { return old == expected ? v : old; }); \
    }
NEOCOG_SIM_ATOMICS(int)
NEOCOG_SIM_ATOMICS(unsigned)
NEOCOG_SIM_ATOMICS(unsigned long long)
#undef NEOCOG_SIM_ATOMICS
