#include "options.h"

#include <algorithm>

#include "../version/version.h"

namespace sim {

namespace {

bool startsWith(const std::string& s, const std::string& start) {
    return s.compare(0, start.size(), start) == 0;
}

// Sets value when the option is one of --name=value, -short=value or either followed by the value.
bool valueOf(const std::vector<std::string>& all, size_t& i, const std::string& name, const std::string& shortName,
             std::string& value) {
    for (const std::string& form : {name, shortName}) {
        if (startsWith(all[i], form + "=")) {
            value = all[i].substr(form.size() + 1);
            return true;
        }
        if (all[i] == form && i + 1 < all.size()) {
            value = all[++i];
            return true;
        }
    }
    return false;
}

}  // namespace

const std::vector<int>& supportedArchitectures() {
    static const std::vector<int> of12 = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90};
    static const std::vector<int> of13 = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121};
    return CUDA_MAJOR == 12 ? of12 : of13;
}

Options Options::parse(int count, const char* const* options) {
    Options parsed;
    std::vector<std::string> all(options, options + count);
    for (size_t i = 0; i < all.size(); i++) {
        std::string value;
        if (valueOf(all, i, "--gpu-architecture", "-arch", value)) {
            parsed.exact = startsWith(value, "sm_");
            std::string number = parsed.exact ? value.substr(3) : startsWith(value, "compute_") ? value.substr(8) : "";
            parsed.architecture = unsigned(atoi(number.c_str()));
            const auto& known = supportedArchitectures();
            if (std::find(known.begin(), known.end(), int(parsed.architecture)) == known.end()) {
                parsed.problem = "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
            }
        } else if (valueOf(all, i, "--fmad", "-fmad", value)) {
            parsed.fmad = value == "true";
        } else if (valueOf(all, i, "--std", "-std", value)) {
            parsed.passedOn.push_back("-std=" + value);
        } else if (valueOf(all, i, "--define-macro", "-D", value)) {
            parsed.passedOn.push_back("-D" + value);
        } else if (valueOf(all, i, "--include-path", "-I", value)) {
            parsed.passedOn.push_back("-I" + value);
        } else if (startsWith(all[i], "-D") || startsWith(all[i], "-I") || startsWith(all[i], "-U")) {
            parsed.passedOn.push_back(all[i]);
        } else if (!startsWith(all[i], "--use_fast_math") && !startsWith(all[i], "--ftz") && !startsWith(all[i], "--prec-")
                   && !startsWith(all[i], "-default-device") && !startsWith(all[i], "--device-as-default")
                   && !startsWith(all[i], "--extra-device-vectorization") && !startsWith(all[i], "-lineinfo")
                   && !startsWith(all[i], "--generate-line-info") && !startsWith(all[i], "--maxrregcount")
                   && !startsWith(all[i], "--restrict") && !startsWith(all[i], "-w")) {
            parsed.problem = "nvrtc: error: unrecognized option " + all[i] + " found\n";
        }
    }
    return parsed;
}

}  // namespace sim
