#pragma once

#include <string>

#include "../kernel/image.h"
#include "status.h"

namespace sim {

// Finds the library in an image in either form. The driver gets no length, as the real one does not.
Status readImage(const void* image, int major, int minor, std::string& library);

}  // namespace sim
