// rasserver: the answering side, for applications, tests, benchmarks and demos.
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>

#include "base/log.h"
#include "server/control.h"
#include "server/privileges.h"
#include "server/server.h"
#include "server/settings.h"

namespace {

using namespace openras;

void watch_signals(boost::asio::signal_set& signals, boost::asio::io_context& io, server::Server& server) {
    signals.async_wait([&](const boost::system::error_code& error, int signal) {
        if (error) return;
        if (signal == SIGUSR1) {
            spdlog::info("{}", server.stats());
            watch_signals(signals, io, server);
            return;
        }
        ::sd_notify(0, "STOPPING=1");
        server.stop();
        io.stop();
    });
}

int complain(const RasError& error) {
    spdlog::error("{} ({})", error.text, error.code);
    return 1;
}

/// Two descriptors for each session with a TUN: ask for as many as may be had.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const server::Settings& settings) {
    raise_descriptor_limit();
    boost::asio::io_context io(1);
    server::Server server(io, settings);
    if (const auto opened = server.open(); !opened) return complain(opened.error());
    std::optional<server::Control> control;
    if (!settings.control.empty())
        control.emplace(io, settings.control, [&](std::string_view line) { return server.command(line); });
    if (!settings.run_as.empty())
        if (const auto result = server::become(settings.run_as, settings.tun); !result) return complain(result.error());
    boost::asio::signal_set signals(io, SIGTERM, SIGINT, SIGUSR1);
    watch_signals(signals, io, server);
    std::puts("ready");
    std::fflush(stdout);
    ::sd_notify(0, "READY=1");
    io.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto settings = server::parse_command_line(argc, argv);
    if (!settings) return settings.error();
    try {
        init_log("rasserver", settings->log_level);
        return run(*settings);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rasserver: %s\n", error.what());
        return 1;
    }
}
