// CUDA's mathematical functions and intrinsics for kernels on the host. A fast intrinsic (__expf) is the exact function
// here: a test's tolerance has to allow for its error on a GPU.

extern "C" {
float expf(float) noexcept;
float exp2f(float) noexcept;
float expm1f(float) noexcept;
float logf(float) noexcept;
float log2f(float) noexcept;
float log1pf(float) noexcept;
float powf(float, float) noexcept;
float tanhf(float) noexcept;
float sinf(float) noexcept;
float cosf(float) noexcept;
float sqrtf(float) noexcept;
float fabsf(float) noexcept;
float floorf(float) noexcept;
float ceilf(float) noexcept;
float roundf(float) noexcept;
float rintf(float) noexcept;
float truncf(float) noexcept;
float fmodf(float, float) noexcept;
float fmaf(float, float, float) noexcept;
float copysignf(float, float) noexcept;
float erff(float) noexcept;
float erfcf(float) noexcept;
double exp(double) noexcept;
double log(double) noexcept;
double pow(double, double) noexcept;
double tanh(double) noexcept;
double sqrt(double) noexcept;
double fabs(double) noexcept;
double floor(double) noexcept;
double ceil(double) noexcept;
double fma(double, double, double) noexcept;
int abs(int) noexcept;
void* memset(void*, int, size_t) noexcept;
void* memcpy(void*, const void*, size_t) noexcept;
}

// Device code of CUDA has C++'s overloads for float without <cmath>.
inline float exp(float x) { return expf(x); }
inline float log(float x) { return logf(x); }
inline float pow(float x, float y) { return powf(x, y); }
inline float tanh(float x) { return tanhf(x); }
inline float sqrt(float x) { return sqrtf(x); }
inline float fabs(float x) { return fabsf(x); }
inline float floor(float x) { return floorf(x); }
inline float ceil(float x) { return ceilf(x); }
inline float abs(float x) { return fabsf(x); }
inline double abs(double x) { return fabs(x); }
inline long long abs(long long x) { return x < 0 ? -x : x; }
inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }
inline float __saturatef(float x) { return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f; }
inline int isnan(float x) { return __builtin_isnan(x); }
inline int isinf(float x) { return __builtin_isinf(x) != 0; }
inline int isfinite(float x) { return __builtin_isfinite(x); }
inline bool signbit(float x) { return __builtin_signbit(x); }

// A NaN loses against a number, as in C; written out because a call of the C library cannot be vectorized.
template <class T> static inline T neocogSimMin(T a, T b) { return a != a ? b : b < a ? b : a; }
template <class T> static inline T neocogSimMax(T a, T b) { return a != a ? b : b > a ? b : a; }
#define fminf(a, b) neocogSimMin<float>(a, b)
#define fmaxf(a, b) neocogSimMax<float>(a, b)
#define fmin(a, b) neocogSimMin<double>(a, b)
#define fmax(a, b) neocogSimMax<double>(a, b)
inline float min(float a, float b) { return neocogSimMin(a, b); }
inline float max(float a, float b) { return neocogSimMax(a, b); }
inline double min(double a, double b) { return neocogSimMin(a, b); }
inline double max(double a, double b) { return neocogSimMax(a, b); }
#define NEOCOG_SIM_ORDER(A, B, R) \
    inline R min(A a, B b) { return (R)a < (R)b ? (R)a : (R)b; } \
    inline R max(A a, B b) { return (R)a > (R)b ? (R)a : (R)b; }
NEOCOG_SIM_ORDER(int, int, int)
NEOCOG_SIM_ORDER(unsigned, unsigned, unsigned)
NEOCOG_SIM_ORDER(int, unsigned, unsigned)
NEOCOG_SIM_ORDER(unsigned, int, unsigned)
NEOCOG_SIM_ORDER(long, long, long)
NEOCOG_SIM_ORDER(unsigned long, unsigned long, unsigned long)
NEOCOG_SIM_ORDER(long long, long long, long long)
NEOCOG_SIM_ORDER(unsigned long long, unsigned long long, unsigned long long)
#undef NEOCOG_SIM_ORDER

// Each rounds once, whatever --fmad says: the barrier keeps the compiler from contracting two of them.
inline float neocogSimRounded(float x) {
#if NEOCOG_SIM_FMAD
    __asm__("" : "+x"(x));
#endif
    return x;
}
inline float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline float __fadd_rn(float a, float b) { return neocogSimRounded(a + b); }
inline float __fsub_rn(float a, float b) { return neocogSimRounded(a - b); }
inline float __fmul_rn(float a, float b) { return neocogSimRounded(a * b); }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __frcp_rn(float a) { return 1.0f / a; }
inline float __fsqrt_rn(float a) { return sqrtf(a); }
inline float __frsqrt_rn(float a) { return 1.0f / sqrtf(a); }
inline float __expf(float x) { return expf(x); }
inline float __exp10f(float x) { return powf(10.0f, x); }
inline float __logf(float x) { return logf(x); }
inline float __log2f(float x) { return log2f(x); }
inline float __powf(float x, float y) { return powf(x, y); }
inline float __sinf(float x) { return sinf(x); }
inline float __cosf(float x) { return cosf(x); }
inline float __fdividef(float a, float b) { return a / b; }

template <class To, class From> static inline To neocogSimBits(From from) {
    static_assert(sizeof(To) == sizeof(From), "same size");
    To to;
    __builtin_memcpy(&to, &from, sizeof to);
    return to;
}
inline int __float_as_int(float x) { return neocogSimBits<int>(x); }
inline unsigned __float_as_uint(float x) { return neocogSimBits<unsigned>(x); }
inline float __int_as_float(int x) { return neocogSimBits<float>(x); }
inline float __uint_as_float(unsigned x) { return neocogSimBits<float>(x); }
inline float __int2float_rn(int x) { return (float)x; }
inline float __uint2float_rn(unsigned x) { return (float)x; }
// Out of range saturates and NaN is 0 on a GPU; in C++ both are undefined.
inline int __float2int_rz(float x) {
    return __builtin_isnan(x) ? 0 : x >= 2147483648.0f ? 2147483647 : x <= -2147483648.0f ? (-2147483647 - 1) : (int)x;
}
inline int __float2int_rn(float x) { return __float2int_rz(rintf(x)); }
inline int __float2int_rd(float x) { return __float2int_rz(floorf(x)); }
inline int __float2int_ru(float x) { return __float2int_rz(ceilf(x)); }

inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((unsigned long long)a * b) >> 32); }
inline int __mulhi(int a, int b) { return (int)(((long long)a * b) >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned)x); }
inline int __ffs(int x) { return __builtin_ffs(x); }

template <class T> static inline T __ldg(const T* address) { return *address; }
static inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
static inline void __threadfence_block() {}
