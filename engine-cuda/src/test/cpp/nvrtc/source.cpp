#include "source.h"

#include <algorithm>
#include <cctype>

namespace sim {

namespace {

bool isWord(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

std::string trim(const std::string& s) {
    size_t from = s.find_first_not_of(" \t\r\n"), to = s.find_last_not_of(" \t\r\n");
    return from == std::string::npos ? "" : s.substr(from, to - from + 1);
}

class Scanner {
public:
    explicit Scanner(const std::string& in) : in_(in) {}

    HostSource run() {
        while (at_ < in_.size()) {
            char c = in_[at_];
            if (c == '"' || c == '\'') {
                copyTo(literalEnd(at_));
            } else if (c == '#') {
                copyTo(std::min(in_.find('\n', at_), in_.size()));
            } else if (isWord(c)) {
                word();
            } else {
                depth_ += c == '{' ? 1 : c == '}' ? -1 : 0;
                isTemplate_ = isTemplate_ && c != ';' && c != '}';
                copyTo(at_ + 1);
            }
        }
        return std::move(out_);
    }

private:
    const std::string& in_;
    size_t at_ = 0;
    int depth_ = 0;
    bool isTemplate_ = false;       // in a declaration that began with `template`
    unsigned slots_ = 0;
    HostSource out_;

    void copyTo(size_t end) {
        out_.text.append(in_, at_, end - at_);
        at_ = end;
    }

    size_t literalEnd(size_t from) const {
        size_t i = from + 1;
        while (i < in_.size() && in_[i] != in_[from]) {
            i += in_[i] == '\\' ? 2 : 1;
        }
        return std::min(i + 1, in_.size());
    }

    size_t wordEnd(size_t from) const {
        while (from < in_.size() && isWord(in_[from])) {
            from++;
        }
        return from;
    }

    size_t skipSpace(size_t from) const {
        while (from < in_.size() && isspace((unsigned char)in_[from])) {
            from++;
        }
        return from;
    }

    // Behind the parenthesis that closes the one at `open`.
    size_t closing(size_t open) const {
        int depth = 0;
        for (size_t i = open; i < in_.size(); i++) {
            depth += in_[i] == '(' ? 1 : in_[i] == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return in_.size();
    }

    void word() {
        size_t end = wordEnd(at_);
        std::string name = in_.substr(at_, end - at_);
        if (name == "template") {
            isTemplate_ = true;
        } else if (name == "__global__" && !isTemplate_) {
            noteKernel(end);
        } else if (name == "extern") {
            size_t next = skipSpace(end);
            if (in_.compare(next, 10, "__shared__") == 0) {
                at_ = next;
                shared(next + 10);
                return;
            }
        } else if (name == "__shared__") {
            shared(end);
            return;
        }
        copyTo(end);
    }

    // Looks ahead over `__launch_bounds__(256) void name(`, without taking it.
    void noteKernel(size_t from) {
        KernelName kernel = {"", "0"};
        for (size_t i = skipSpace(from); i < in_.size(); i = skipSpace(i)) {
            if (in_[i] == '(') {
                size_t behind = skipSpace(closing(i));
                if (behind < in_.size() && in_[behind] == '{') {
                    out_.kernels.push_back(kernel);
                }
                return;
            }
            if (!isWord(in_[i])) {
                return;
            }
            size_t end = wordEnd(i);
            kernel.name = in_.substr(i, end - i);
            i = end;
            if (kernel.name == "__launch_bounds__" || kernel.name == "__attribute__") {
                size_t open = skipSpace(end);
                i = closing(open);
                std::string arguments = in_.substr(open + 1, i - open - 2);
                kernel.maxThreads = kernel.name == "__attribute__" ? kernel.maxThreads
                                                                   : arguments.substr(0, arguments.find(','));
            }
        }
    }

    // A __shared__ declaration becomes a reference to memory that the driver gives to the block.
    void shared(size_t from) {
        size_t end = std::min(in_.find(';', from), in_.size());
        std::string declaration = in_.substr(from, end - from);
        long lines = std::count(in_.begin() + long(at_), in_.begin() + long(end), '\n');
        for (const char* attribute : {"__align__", "alignas", "__attribute__"}) {
            size_t found = declaration.find(attribute);
            if (found != std::string::npos) {
                size_t open = from + declaration.find('(', found);
                declaration.erase(found, closing(open) - from - found);
            }
        }
        if (depth_ == 0) {
            out_.text += "static_assert(false, \"a __shared__ variable has to be declared inside a function\")";
        } else {
            std::string type;
            for (const std::string& declarator : split(declaration)) {
                out_.text += variable(declarator, type);
            }
        }
        out_.text.append(size_t(lines), '\n');
        at_ = end;
    }

    static std::vector<std::string> split(const std::string& declaration) {
        std::vector<std::string> parts(1);
        int depth = 0;
        for (char c : declaration) {
            depth += c == '(' || c == '[' || c == '<' ? 1 : c == ')' || c == ']' || c == '>' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.emplace_back();
            } else {
                parts.back() += c;
            }
        }
        return parts;
    }

    // `type` comes from the first declarator and holds for those that follow.
    std::string variable(const std::string& declarator, std::string& type) {
        size_t bracket = std::min(declarator.find('['), declarator.size());
        std::string dims = trim(declarator.substr(bracket));
        std::string head = trim(declarator.substr(0, bracket));
        size_t start = head.size();
        while (start > 0 && isWord(head[start - 1])) {
            start--;
        }
        std::string name = head.substr(start);
        if (type.empty()) {
            type = trim(head.substr(0, start));
        }
        if (!dims.empty() && trim(dims.substr(1, dims.find(']') - 1)).empty()) {
            return type + "* const " + name + " = (" + type + "*)neocogSimDynamicShared();";
        }
        return "auto& " + name + " = neocogSimShared<" + type + dims + ">(" + std::to_string(slots_++) + ");";
    }
};

}  // namespace

HostSource toHostSource(const std::string& preprocessed) {
    return Scanner(preprocessed).run();
}

}  // namespace sim
