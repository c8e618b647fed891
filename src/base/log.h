// One log for everything: a line of text for people, with structured fields in the journal where there is one.
#pragma once

#include <spdlog/spdlog.h>

#include <string>

namespace openras {

enum class LogTarget { Stderr, Journal };

/// Sets up the process's default spdlog logger; called once by main(). `level` is a spdlog level name ("info").
/// Journal is used when asked for or when stderr is connected to it (JOURNAL_STREAM).
void init_log(const std::string& program, const std::string& level);

/// From here on. `level` as for init_log().
void set_log_level(const std::string& level);

/// One line about a dial, with the fields OPENRAS_DIAL_ID, OPENRAS_ENTRY and OPENRAS_STATE in the journal.
/// @param dial_id the dial's id as shown in every line of it
void log_dial(spdlog::level::level_enum level, const std::string& dial_id, const std::string& entry,
              const std::string& state, const std::string& message);

}  // namespace openras
