#include "compiler.h"

#include <cstdlib>
#include <sstream>

#include "files.h"
#include "source.h"

// The headers that kernels see travel in this library.
#define EMBED(symbol, file) \
    asm(".section .rodata\n.hidden " #symbol "\n.globl " #symbol "\n" #symbol ":\n.incbin \"" file "\"\n.byte 0\n.previous\n"); \
    extern "C" const char symbol[];
EMBED(neocogSimAbi, SIM_SOURCES "/kernel/abi.h")
EMBED(neocogSimPrelude, SIM_SOURCES "/kernel/prelude.h")
EMBED(neocogSimMath, SIM_SOURCES "/kernel/math.h")
EMBED(neocogSimAtomics, SIM_SOURCES "/kernel/atomics.h")
EMBED(neocogSimExport, SIM_SOURCES "/kernel/export.h")

namespace sim {

namespace {

std::string hostCompiler() {
    const char* set = getenv("CXX");
    return set == nullptr || *set == 0 ? "g++" : set;
}

// g++ says `pool.cu:12:5: error: text`, NVRTC says `pool.cu(12): error: text`. Empty for a line that says something else.
std::string toNvrtcError(const std::string& line) {
    static const std::string WORD = ": error: ", FATAL = ": fatal error: ";
    size_t end = line.find(FATAL), word = FATAL.size();
    if (end == std::string::npos) {
        end = line.find(WORD);
        word = WORD.size();
    }
    size_t column = end == std::string::npos || end == 0 ? end : line.rfind(':', end - 1);
    size_t number = column == std::string::npos || column == 0 ? column : line.rfind(':', column - 1);
    if (number == std::string::npos || line.find_first_not_of("0123456789", number + 1) != column) {
        return "";
    }
    return line.substr(0, number) + "(" + line.substr(number + 1, column - number - 1) + "): error: "
           + line.substr(end + word) + "\n";
}

std::string toNvrtcLog(const std::string& errors, const std::string& name) {
    std::ostringstream log;
    std::istringstream lines(errors);
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        std::string error = toNvrtcError(line);
        if (!error.empty()) {
            log << error << "\n";
            count++;
        } else if (line.find(": note: ") == std::string::npos) {
            log << line << "\n";
        }
    }
    log << "\n" << count << (count == 1 ? " error" : " errors") << " detected in the compilation of \"" << name << "\".\n";
    return log.str();
}

std::string exports(const HostSource& source, const Request& request) {
    std::string text;
    for (const KernelName& kernel : source.kernels) {
        text += "NEOCOG_SIM_EXPORT(" + kernel.name + ", \"" + kernel.name + "\", " + kernel.name + ", ("
                + kernel.maxThreads + "))\n";
    }
    for (size_t i = 0; i < request.expressions.size(); i++) {
        const std::string& expression = request.expressions[i];
        text += "constexpr auto neocogSimInstance" + std::to_string(i) + " = " + expression + ";\n";
        text += "NEOCOG_SIM_EXPORT(" + loweredName(i) + ", \"" + expression + "\", neocogSimInstance" + std::to_string(i)
                + ", 0)\n";
    }
    return text;
}

}  // namespace

std::string loweredName(size_t expression) {
    return "neocogSimExpression" + std::to_string(expression);
}

Compiled compile(const Request& request, const Options& options) {
    Compiled result;
    Folder folder;
    std::string errors = folder.path("errors");
    for (const Header& header : request.headers) {
        folder.write("headers/" + header.name, header.text);
    }
    // As in NVRTC, no system header is found. What CUDA adds to C++ is not defined yet and stays as it is.
    std::string original = folder.write("source.cpp", "# 1 \"" + request.name + "\"\n" + request.source);
    std::vector<std::string> preprocess = {hostCompiler(), "-E", "-std=c++17", "-nostdinc", "-nostdinc++",
                                           "-D__CUDACC_RTC__=1", "-D__CUDACC__=1", "-D__NVCC__=1",
                                           "-D__CUDA_ARCH__=" + std::to_string(options.architecture * 10),
                                           "-I" + folder.path("headers")};
    preprocess.insert(preprocess.end(), options.passedOn.begin(), options.passedOn.end());
    preprocess.insert(preprocess.end(), {original, "-o", folder.path("preprocessed.cpp")});
    if (!runProgram(preprocess, errors)) {
        result.log = toNvrtcLog(readFile(errors), request.name);
        return result;
    }
    HostSource host = toHostSource(readFile(folder.path("preprocessed.cpp")));
    std::string prelude = folder.write("cuda.h", std::string(neocogSimAbi) + neocogSimPrelude + neocogSimMath
                                                     + neocogSimAtomics);
    std::string translated = folder.write(
        "kernels.cpp", "#include \"" + prelude + "\"\n" + host.text + "\n# 1 \"exports\"\n" + neocogSimExport
                           + exports(host, request));
    std::vector<std::string> build = {hostCompiler(), "-std=c++17", "-O3", "-march=native", "-fPIC", "-shared", "-w",
                                      "-fvisibility=hidden", "-fno-math-errno", "-fno-trapping-math",
                                      "-fno-strict-aliasing", "-fno-exceptions", "-fno-rtti",
                                      options.fmad ? "-ffp-contract=fast" : "-ffp-contract=off",
                                      options.fmad ? "-DNEOCOG_SIM_FMAD=1" : "-DNEOCOG_SIM_FMAD=0"};
    for (const std::string& option : options.passedOn) {
        if (option.compare(0, 5, "-std=") == 0) {
            build.push_back(option);
        }
    }
    build.insert(build.end(), {translated, "-o", folder.path("kernels.so")});
    result.ok = runProgram(build, errors);
    result.log = result.ok ? "" : toNvrtcLog(readFile(errors), request.name);
    result.library = result.ok ? readFile(folder.path("kernels.so")) : "";
    return result;
}

}  // namespace sim
