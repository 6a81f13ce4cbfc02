// What the simulated NVRTC uses after a kernel source to hand its kernels to the driver.

template <unsigned... I> struct NeocogSimIndices {};

template <auto Kernel> struct NeocogSimKernel;

template <class... P, void (*Kernel)(P...)> struct NeocogSimKernel<Kernel> {
    static constexpr unsigned sizes[] = {sizeof(P)..., 0};

    static void run(const neocog_sim::Launch* launch, uint3 block, unsigned first) {
        unpack(launch, block, first, NeocogSimIndices<__integer_pack(sizeof...(P))...>());
    }

    template <unsigned... I>
    static void unpack(const neocog_sim::Launch* launch, uint3 block, unsigned first, NeocogSimIndices<I...>) {
        threads(launch, block, first, *static_cast<P*>(launch->arguments[I])...);
    }

    // The inner loop is a plain one for a kernel whose threads never meet, which the compiler can vectorize.
    static void threads(const neocog_sim::Launch* launch, uint3 block, unsigned first, P... parameters) {
        const uint3 dim = launch->block;
        blockIdx = block;
        blockDim = dim;
        gridDim = launch->grid;
        unsigned x = first % dim.x, y = first / dim.x % dim.y, z = first / dim.x / dim.y;
        for (; z < dim.z; z++, y = 0) {
            for (; y < dim.y; y++, x = 0) {
                for (; x < dim.x; x++) {
                    threadIdx = {x, y, z};
                    neocogSimHasMet = false;
                    Kernel(parameters...);
                    if (neocogSimHasMet) {
                        return;
                    }
                }
            }
        }
    }
};

extern "C" __attribute__((visibility("default"))) void neocogSimConnect(const neocog_sim::Services* services) {
    neocogSimServices = services;
}

#define NEOCOG_SIM_EXPORT(id, name, kernel, maxThreads) \
    extern "C" __attribute__((visibility("default"))) const neocog_sim::Kernel neocogSimKernel_##id = { \
        name, sizeof(NeocogSimKernel<kernel>::sizes) / sizeof(unsigned) - 1, NeocogSimKernel<kernel>::sizes, \
        maxThreads, NeocogSimKernel<kernel>::run};
