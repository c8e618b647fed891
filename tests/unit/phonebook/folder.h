// A folder of a test's own, removed in the end.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace openras::phonebook {

class TemporaryFolder {
  public:
    TemporaryFolder() {
        root_ = std::filesystem::temp_directory_path() / "openras-phonebook-XXXXXX";
        EXPECT_NE(::mkdtemp(root_.data()), nullptr);
        root_ = std::filesystem::canonical(root_);
    }
    ~TemporaryFolder() { std::filesystem::remove_all(root_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return root_; }
    [[nodiscard]] std::string path(const std::string& name) const { return root_ + "/" + name; }
    /// @return the file's path
    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

  private:
    std::string root_;
};

}  // namespace openras::phonebook
