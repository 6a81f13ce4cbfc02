#include "image.h"

namespace sim {

namespace {

int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string bytesOfPtx(const char* text) {
    std::string bytes;
    const char* at = strstr(text, PTX_BYTES);
    at = at == nullptr ? "" : at + strlen(PTX_BYTES);
    for (; digit(at[0]) >= 0 && digit(at[1]) >= 0; at += 2) {
        bytes += char(digit(at[0]) << 4 | digit(at[1]));
    }
    return bytes;
}

// A cubin runs on its major version from its minor version on, PTX on everything from its architecture on.
bool runsOn(const ImageHeader& header, int major, int minor) {
    int imageMajor = int(header.architecture / 10), imageMinor = int(header.architecture % 10);
    return header.exact ? imageMajor == major && imageMinor <= minor : int(header.architecture) <= major * 10 + minor;
}

}  // namespace

Status readImage(const void* image, int major, int minor, std::string& library) {
    auto* start = static_cast<const char*>(image);
    std::string fromText;
    bool text = strncmp(start, "//", 2) == 0 || strncmp(start, ".version", 8) == 0;
    if (text) {
        fromText = bytesOfPtx(start);
        start = fromText.data();
        if (fromText.size() < sizeof(ImageHeader)) {
            return INVALID_PTX;
        }
    }
    if (memcmp(start, IMAGE_MAGIC, sizeof IMAGE_MAGIC) != 0) {
        return INVALID_IMAGE;
    }
    ImageHeader header;
    memcpy(&header, start, sizeof header);
    if (text && fromText.size() != sizeof header + header.size) {
        return INVALID_PTX;
    }
    if (checksum(start + sizeof header, header.size) != header.checksum) {
        return text ? INVALID_PTX : INVALID_IMAGE;
    }
    if (!runsOn(header, major, minor)) {
        return NO_BINARY_FOR_GPU;
    }
    library.assign(start + sizeof header, header.size);
    return SUCCESS;
}

}  // namespace sim
