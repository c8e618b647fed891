// Passwords from files and descriptors.
#include "cli/password.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "base/unique_fd.h"

namespace openras::cli {
namespace {

/// A pipe that holds `text` and is closed at its other end.
UniqueFd holding(const std::string& text) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    UniqueFd reader(ends[0]), writer(ends[1]);
    EXPECT_EQ(write(writer.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    return reader;
}

TEST(Password, TheFirstLineOfADescriptor) {
    const UniqueFd fd = holding("secret\nrest");
    EXPECT_EQ(password_from_descriptor(fd.get()), Secret("secret"));
    char rest[8] = "";
    EXPECT_EQ(read(fd.get(), rest, sizeof rest), 4) << "what follows belongs to the next reader";
}

TEST(Password, LineEndsAndSpaces) {
    EXPECT_EQ(password_from_descriptor(holding("no line end").get()), Secret("no line end"));
    EXPECT_EQ(password_from_descriptor(holding("windows\r\n").get()), Secret("windows"));
    EXPECT_EQ(password_from_descriptor(holding(" kept \n").get()), Secret(" kept "));
    EXPECT_EQ(password_from_descriptor(holding("").get()), Secret());
}

TEST(Password, TheLimit) {
    EXPECT_TRUE(password_from_descriptor(holding(std::string(256, 'x')).get()));
    EXPECT_FALSE(password_from_descriptor(holding(std::string(257, 'x')).get()));
}

TEST(Password, AFile) {
    const std::string path = testing::TempDir() + "openras-password-" + std::to_string(getpid());
    std::ofstream(path) << "from a file\n";
    EXPECT_EQ(password_from_file(path), Secret("from a file"));
    std::remove(path.c_str());
    EXPECT_FALSE(password_from_file(path));
    EXPECT_FALSE(password_from_descriptor(-1));
}

}  // namespace
}  // namespace openras::cli
