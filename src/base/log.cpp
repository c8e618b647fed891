#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <sys/stat.h>
#include <systemd/sd-journal.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace openras {

namespace {

/// Whether stderr is the journal's own socket (systemd.exec(5), JOURNAL_STREAM).
bool stderr_is_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat st{};
    if (stream == nullptr || fstat(2, &st) != 0) return false;
    unsigned long long device = 0;
    unsigned long long inode = 0;
    return std::sscanf(stream, "%llu:%llu", &device, &inode) == 2 && device == st.st_dev && inode == st.st_ino;
}

int journal_priority(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug: return 7;
        case spdlog::level::info: return 6;
        case spdlog::level::warn: return 4;
        case spdlog::level::err: return 3;
        case spdlog::level::critical: return 2;
        case spdlog::level::off:
        case spdlog::level::n_levels: break;
    }
    return 6;
}

bool journal_in_use = false;

}  // namespace

void init_log(const std::string& program, const std::string& level) {
    journal_in_use = stderr_is_journal();
    auto logger = spdlog::stderr_color_mt(program);
    logger->set_pattern(journal_in_use ? "%v" : "%Y-%m-%d %H:%M:%S.%e %n[%P] %^%l%$ %v");
    logger->set_level(spdlog::level::from_str(level));
    spdlog::set_default_logger(logger);
}

void set_log_level(const std::string& level) {
    spdlog::set_level(spdlog::level::from_str(level));
}

void log_dial(spdlog::level::level_enum level, const std::string& dial_id, const std::string& entry,
              const std::string& state, const std::string& message) {
    if (!journal_in_use) {
        spdlog::log(level, "dial {} \"{}\" {}: {}", dial_id, entry, state, message);
        return;
    }
    if (!spdlog::should_log(level)) return;
    const std::string text = fmt::format("dial {} \"{}\" {}: {}", dial_id, entry, state, message);
    sd_journal_send("MESSAGE=%s", text.c_str(), "PRIORITY=%i", journal_priority(level), "OPENRAS_DIAL_ID=%s",
                    dial_id.c_str(), "OPENRAS_ENTRY=%s", entry.c_str(), "OPENRAS_STATE=%s", state.c_str(), nullptr);
}

}  // namespace openras
