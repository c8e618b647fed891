// rasmand, the Remote Access Connection Manager: options, configuration, and which object gets which.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

#include "base/log.h"
#include "manager/bus_server.h"
#include "manager/config_check.h"
#include "manager/connection_table.h"
#include "manager/launcher.h"
#include "manager/reactor.h"
#include "manager/sealed_store.h"
#include "manager/version.h"
#include "net/manager_seccomp.h"

namespace {

using namespace openras;
using namespace openras::manager;

/// A descriptor for each TUN and each client: ask for as many as may be had.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// The manager proper: unprivileged, everything it needs is handed in.
int serve(Config config, const ConfigSource& source, ManagerResources resources) {
    SystemRandom random;
    EventLoop loop;
    std::optional<SealedCredentialStore> store;
    if (resources.vault) store.emplace(loop, std::move(resources.vault), random);
    CredentialCalls credentials(config, store ? &*store : nullptr);
    ConnectionTable table(loop, config, random);
    BusServer server(loop, config, table, credentials, std::move(resources.listener), resources.group);
    int status = 0;
    Reactor reactor(config, std::move(resources.helper), table, [&] {
        loop.post([&] {
            spdlog::critical("the net helper is gone; the manager cannot go on without it");
            status = 1;
            loop.quit();
        });
    });
    table.attach(server, reactor, store ? &*store : nullptr);
    if (const auto ready = reactor.wait_for_helper(); !ready) {
        spdlog::critical("the net helper does not answer: {}", ready.error().text);
        return 1;
    }
    loop.on_termination([&] { loop.quit(); });
    const auto go_by = [&](const Expected<Config>& wanted) {
        if (!wanted) return spdlog::error("the configuration stays as it is: {}", wanted.error().text);
        const std::vector<std::string> later = reconfigure(config, *wanted);
        set_log_level(config.log_level);
        reactor.reconfigure(config);
        spdlog::info("the configuration has been read again");
        if (!later.empty()) spdlog::warn("to change at the next start of rasmand: {}", fmt::join(later, ", "));
    };
    if (resources.reloads) {
        loop.watch_readable(resources.reloads.get(), [&] {
            if (const auto text = next_configuration(resources.reloads.get())) go_by(source.settle(*text));
        });
    } else {
        loop.on_reload([&] { go_by(source.read()); });
    }
    net::confine_manager();
    reactor.run();
    resources.ready();
    loop.run();
    reactor.shut_down();
    return status;
}

/// Without root: everything is ours, and a helper that runs already is asked.
int serve_unprivileged(const Config& config, const ConfigSource& source, const std::string& helper_socket) {
    if (helper_socket.empty()) {
        spdlog::critical("not started as root: --helper-socket must name the socket of a running ras-nethelper");
        return 1;
    }
    ManagerResources resources;
    resources.group = client_group(config);
    auto listener = make_listener(config, resources.group);
    if (!listener) {
        spdlog::critical("{}", listener.error().text);
        return 1;
    }
    resources.listener = std::move(*listener);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    helper_socket.copy(address.sun_path, sizeof address.sun_path - 1);
    resources.helper.reset(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (connect(resources.helper.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        spdlog::critical("no net helper at {}", helper_socket);
        return 1;
    }
    resources.ready = [&config] {
        spdlog::info("ready, listening at {}", config.socket);
        sd_notify(0, "READY=1");
    };
    return serve(config, source, std::move(resources));
}

/// ras-nethelper as it is installed, or as it was built beside us.
std::string find_helper() {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    for (const std::filesystem::path& candidate :
         {std::filesystem::path(OPENRAS_LIBEXECDIR) / "ras-nethelper", self.parent_path() / "../net/ras-nethelper"})
        if (std::filesystem::exists(candidate, error)) return std::filesystem::canonical(candidate, error);
    return OPENRAS_LIBEXECDIR "/ras-nethelper";
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"The Remote Access Connection Manager: owns connections that clients dial through the RAS API."};
    std::string config_file;
    std::string helper_socket;
    Config given;
    app.add_option("--config", config_file, "Configuration file (default: /etc/openras/rasmand.toml where it exists)");
    app.add_option("--socket", given.socket, "Where clients connect")->capture_default_str();
    app.add_option("--user", given.user, "Unprivileged user to run as")->capture_default_str();
    app.add_option("--group", given.group, "Group of the socket; its members see and end all connections")
        ->capture_default_str();
    app.add_option("--helper", given.helper, "Path of ras-nethelper");
    app.add_option("--helper-socket", helper_socket, "Socket of a ras-nethelper that runs already (needs no root)");
    app.add_option("--runtime-dir", given.runtime_dir, "For the journal of the net helper")->capture_default_str();
    app.add_option("--state-dir", given.state_dir, "For stored credentials")->capture_default_str();
    app.add_option("--system-phonebook", given.system_phonebook, "The system's phone book")->capture_default_str();
    app.add_option("--resolv-conf", given.resolv_conf,
                   "Resolver configuration to edit (default: by resolvconf, else /etc/resolv.conf)");
    app.add_option("--pppoe-interface", given.pppoe_interface, "Ethernet interface meant by \"WAN Miniport (PPPOE)\"");
    app.add_option("--user-interface", given.user_interfaces, "Interface that users' own entries may use (repeatable)");
    app.add_option("--log-level", given.log_level, "trace, debug, info, warn, err")->capture_default_str();
    app.add_flag("--counting", given.counting_dataplane, "Count packets instead of making interfaces (tests)");
    bool check_only = false;
    auto* check = app.add_flag("--check-config", check_only,
                               "Say what is wrong with the configuration, and where; start nothing");
    app.add_option("file", config_file, "For --check-config: the file, as --config")->needs(check);
    bool foreground = true;
    app.add_flag("--foreground", foreground, "Accepted for symmetry with other daemons: the manager never detaches");
    app.set_version_flag("--version", std::string("rasmand (OpenRAS) ") + program_version);
    CLI11_PARSE(app, argc, argv);

    const auto kind = config_file.empty() ? ConfigSource::File::WhereItIs : ConfigSource::File::Named;
    if (config_file.empty()) config_file = "/etc/openras/rasmand.toml";
    const ConfigSource source(config_file, kind, [&app, &given](Config& config) {
        const auto over = [&app](const char* option, auto& value, const auto& from) {
            if (app.count(option) != 0) value = from;
        };
        over("--socket", config.socket, given.socket);
        over("--user", config.user, given.user);
        over("--group", config.group, given.group);
        over("--helper", config.helper, given.helper);
        over("--runtime-dir", config.runtime_dir, given.runtime_dir);
        over("--state-dir", config.state_dir, given.state_dir);
        over("--system-phonebook", config.system_phonebook, given.system_phonebook);
        over("--resolv-conf", config.resolv_conf, given.resolv_conf);
        over("--pppoe-interface", config.pppoe_interface, given.pppoe_interface);
        over("--user-interface", config.user_interfaces, given.user_interfaces);
        over("--log-level", config.log_level, given.log_level);
        over("--counting", config.counting_dataplane, given.counting_dataplane);
        if (config.helper.empty()) config.helper = find_helper();
    });
    if (check_only) return check_config(source);
    const auto read = source.read();
    if (!read) {
        std::cerr << "rasmand: " << read.error().text << '\n';
        return 2;
    }
    const Config& config = *read;
    init_log("rasmand", config.log_level);
    raise_descriptor_limit();
    try {
        if (geteuid() != 0) return serve_unprivileged(config, source, helper_socket);
        return launch(config, source,
                      [&](ManagerResources resources) { return serve(config, source, std::move(resources)); });
    } catch (const std::exception& error) {
        spdlog::critical("{}", error.what());
        return 1;
    }
}
