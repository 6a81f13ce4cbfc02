// What the simulated NVRTC makes and the simulated driver loads in place of a cubin: this header and a shared library.
// The PTX form is a text with the same bytes in hexadecimal.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace sim {

struct ImageHeader {
    char magic[8];
    uint32_t architecture;      // 80 for sm_80
    uint32_t exact;             // 0 for PTX, which later architectures run too
    uint64_t size;              // of the library
    uint64_t checksum;
};

constexpr char IMAGE_MAGIC[8] = {'N', 'E', 'O', 'C', 'O', 'G', 'S', 'M'};
constexpr char PTX_START[] = "//\n// Made by the simulated NVRTC of Neocog's tests\n//\n.version 8.5\n.target sm_";
constexpr char PTX_BYTES[] = "\n.address_size 64\n// ";

// FNV-1a.
inline uint64_t checksum(const char* bytes, size_t size) {
    uint64_t hash = 0xcbf29ce484222325ull;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3ull;
    }
    return hash;
}

inline std::string toImage(const std::string& library, unsigned architecture, bool exact) {
    ImageHeader header = {{}, architecture, exact, library.size(), checksum(library.data(), library.size())};
    memcpy(header.magic, IMAGE_MAGIC, sizeof header.magic);
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + library;
}

inline std::string toPtx(const std::string& library, unsigned architecture) {
    std::string text = PTX_START + std::to_string(architecture) + PTX_BYTES;
    for (unsigned char byte : toImage(library, architecture, false)) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text + "\n";
}

}  // namespace sim
