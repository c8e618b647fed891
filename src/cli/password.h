// Where a password comes from when it is not on the command line, where every user of the machine could read it.
#pragma once

#include <expected>
#include <string>

#include "base/secret.h"
#include "cli/arguments.h"

namespace openras::cli {

/// The first line of a file, without its line end; "-" is standard input. At most 256 bytes (PWLEN of ras.h).
std::expected<Secret, std::string> password_from_file(const std::string& path);
/// The first line of an open descriptor, which stays open.
std::expected<Secret, std::string> password_from_descriptor(int fd);

/// True where somebody can be asked: standard input is a terminal.
bool can_ask();
/// Asks on the controlling terminal without echo. The error says why that cannot be.
std::expected<Secret, std::string> ask_password(const std::string& prompt);

/// The password by the source that the command line names; None: asked for where there is a user and somebody to be
/// asked, else empty. Empties line.password. The error is a usage mistake.
std::expected<Secret, std::string> password_of(CommandLine& line, const std::string& prompt);

}  // namespace openras::cli
