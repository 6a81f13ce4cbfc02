// nvrtc*.

#include <cstring>
#include <map>
#include <memory>
#include <mutex>

#include "../kernel/image.h"
#include "../version/version.h"
#include "compiler.h"

using namespace sim;

#define SIM_API extern "C" __attribute__((visibility("default")))

namespace {

enum Result : int {
    SUCCESS = 0,
    INVALID_INPUT = 3,
    INVALID_PROGRAM = 4,
    INVALID_OPTION = 5,
    COMPILATION = 6,
    NO_NAME_EXPRESSIONS_AFTER_COMPILATION = 8,
    NO_LOWERED_NAMES_BEFORE_COMPILATION = 9,
    NAME_EXPRESSION_NOT_VALID = 10
};

const char* const RESULT_NAMES[] = {
    "NVRTC_SUCCESS", "NVRTC_ERROR_OUT_OF_MEMORY", "NVRTC_ERROR_PROGRAM_CREATION_FAILURE", "NVRTC_ERROR_INVALID_INPUT",
    "NVRTC_ERROR_INVALID_PROGRAM", "NVRTC_ERROR_INVALID_OPTION", "NVRTC_ERROR_COMPILATION",
    "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE", "NVRTC_ERROR_NO_NAME_EXPRESSIONS_AFTER_COMPILATION",
    "NVRTC_ERROR_NO_LOWERED_NAMES_BEFORE_COMPILATION", "NVRTC_ERROR_NAME_EXPRESSION_NOT_VALID",
    "NVRTC_ERROR_INTERNAL_ERROR"};

struct Program {
    Request request;
    bool compiled = false, ok = false;
    std::string log, cubin, ptx;
};

std::mutex mutex;
std::map<uint64_t, std::shared_ptr<Program>>& programs() {
    static auto* all = new std::map<uint64_t, std::shared_ptr<Program>>();
    return *all;
}
uint64_t handles = 0x7000;

std::shared_ptr<Program> find(uint64_t handle) {
    std::lock_guard guard(mutex);
    auto found = programs().find(handle);
    return found == programs().end() ? nullptr : found->second;
}

template <class F> Result withProgram(uint64_t handle, F body) {
    auto program = find(handle);
    return program == nullptr ? INVALID_PROGRAM : body(*program);
}

Result sizeOf(const std::string& text, size_t* size) {
    *size = text.size();
    return text.empty() ? INVALID_PROGRAM : SUCCESS;
}

Result copy(const std::string& text, char* to) {
    memcpy(to, text.data(), text.size());
    return text.empty() ? INVALID_PROGRAM : SUCCESS;
}

}  // namespace

SIM_API const char* nvrtcGetErrorString(int result) {
    return result >= 0 && result < int(std::size(RESULT_NAMES)) ? RESULT_NAMES[result] : "NVRTC_ERROR unknown";
}

SIM_API int nvrtcVersion(int* major, int* minor) {
    *major = CUDA_MAJOR;
    *minor = CUDA_MINOR;
    return SUCCESS;
}

SIM_API int nvrtcGetNumSupportedArchs(int* count) {
    *count = int(supportedArchitectures().size());
    return SUCCESS;
}

SIM_API int nvrtcGetSupportedArchs(int* architectures) {
    for (int architecture : supportedArchitectures()) {
        *architectures++ = architecture;
    }
    return SUCCESS;
}

SIM_API int nvrtcCreateProgram(uint64_t* handle, const char* source, const char* name, int headers,
                               const char* const* headerTexts, const char* const* headerNames) {
    if (source == nullptr || headers < 0) {
        return INVALID_INPUT;
    }
    auto program = std::make_shared<Program>();
    program->request.name = name == nullptr || *name == 0 ? "default_program" : name;
    program->request.source = source;
    for (int i = 0; i < headers; i++) {
        program->request.headers.push_back({headerNames[i], headerTexts[i]});
    }
    std::lock_guard guard(mutex);
    *handle = ++handles;
    programs()[*handle] = program;
    return SUCCESS;
}

SIM_API int nvrtcDestroyProgram(uint64_t* handle) {
    std::lock_guard guard(mutex);
    bool known = programs().erase(*handle) == 1;
    *handle = 0;
    return known ? SUCCESS : INVALID_PROGRAM;
}

SIM_API int nvrtcAddNameExpression(uint64_t handle, const char* expression) {
    return withProgram(handle, [&](Program& program) {
        if (program.compiled) {
            return NO_NAME_EXPRESSIONS_AFTER_COMPILATION;
        }
        program.request.expressions.push_back(expression);
        return SUCCESS;
    });
}

SIM_API int nvrtcGetLoweredName(uint64_t handle, const char* expression, const char** name) {
    static std::map<size_t, std::string> names;
    return withProgram(handle, [&](Program& program) {
        if (!program.ok) {
            return NO_LOWERED_NAMES_BEFORE_COMPILATION;
        }
        for (size_t i = 0; i < program.request.expressions.size(); i++) {
            if (program.request.expressions[i] == expression) {
                std::lock_guard guard(mutex);
                *name = names.emplace(i, loweredName(i)).first->second.c_str();
                return SUCCESS;
            }
        }
        return NAME_EXPRESSION_NOT_VALID;
    });
}

SIM_API int nvrtcCompileProgram(uint64_t handle, int count, const char* const* options) {
    return withProgram(handle, [&](Program& program) {
        Options parsed = Options::parse(count, options);
        program.compiled = true;
        if (!parsed.problem.empty()) {
            program.log = parsed.problem;
            return INVALID_OPTION;
        }
        Compiled result = compile(program.request, parsed);
        program.ok = result.ok;
        program.log = result.log;
        program.cubin = result.ok && parsed.exact ? toImage(result.library, parsed.architecture, true) : "";
        program.ptx = result.ok ? toPtx(result.library, parsed.architecture) : "";
        return result.ok ? SUCCESS : COMPILATION;
    });
}

SIM_API int nvrtcGetProgramLogSize(uint64_t handle, size_t* size) {
    return withProgram(handle, [&](Program& program) {
        *size = program.log.size() + 1;
        return SUCCESS;
    });
}

SIM_API int nvrtcGetProgramLog(uint64_t handle, char* log) {
    return withProgram(handle, [&](Program& program) {
        strcpy(log, program.log.c_str());
        return SUCCESS;
    });
}

// A size counts the text's end, but not for a cubin.
SIM_API int nvrtcGetPTXSize(uint64_t handle, size_t* size) {
    return withProgram(handle, [&](Program& program) {
        Result result = sizeOf(program.ptx, size);
        *size += result == SUCCESS ? 1 : 0;
        return result;
    });
}

SIM_API int nvrtcGetPTX(uint64_t handle, char* ptx) {
    return withProgram(handle, [&](Program& program) {
        Result result = copy(program.ptx, ptx);
        ptx[program.ptx.size()] = 0;
        return result;
    });
}

SIM_API int nvrtcGetCUBINSize(uint64_t handle, size_t* size) {
    return withProgram(handle, [&](Program& program) { return sizeOf(program.cubin, size); });
}

SIM_API int nvrtcGetCUBIN(uint64_t handle, char* cubin) {
    return withProgram(handle, [&](Program& program) { return copy(program.cubin, cubin); });
}
