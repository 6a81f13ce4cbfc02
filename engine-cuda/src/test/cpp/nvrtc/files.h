// Files and processes for the compiler.
#pragma once

#include <string>
#include <vector>

namespace sim {

// A folder of its own in the system's temporary folder, gone with the object.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    std::string path(const std::string& name) const { return path_ + "/" + name; }
    std::string write(const std::string& name, const std::string& text) const;     // its path

private:
    std::string path_;
};

std::string readFile(const std::string& path);

// Runs a program to its end. Its standard error goes to a file.
bool runProgram(const std::vector<std::string>& command, const std::string& errors);

}  // namespace sim
