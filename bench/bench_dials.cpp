// The client process of the dial benchmark (bench_dials.py starts it beside rasserver and rasmand).
//
//   bench_dials single ROUNDS PAUSE_MS   one dial and hang-up after the other; PAUSE_MS of rest before each dial
//   bench_dials many COUNT THREADS       COUNT dials at once from one thread; on a line of standard input COUNT
//   hang-ups
//                                        by THREADS threads
//   bench_dials notify ROUNDS            from the manager's event to the handler: on a bare bus connection, and through
//                                        the library's pump
//
// Dials go through the public API (RasDial with a RASDIALFUNC2, RasPumpNotifications). Only `notify` looks inside the
// library, for the time at which the manager sent. Prints JSON lines; times are milliseconds, in `notify` microseconds.
#include <ras.h>
#include <rasnotify.h>
#include <sys/resource.h>
#include <time.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "api/channel.h"
#include "api/lookup.h"
#include "bus/connection.h"

namespace {

using namespace openras;
using Json = nlohmann::json;

std::string book_path;

double now_us() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}
double now_ms() {
    return now_us() / 1e3;
}

std::string environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

void print(const Json& line) {
    std::cout << line.dump() << std::endl;
}

[[noreturn]] void give_up(const std::string& what, DWORD error) {
    std::fprintf(stderr, "bench_dials: %s: error %u\n", what.c_str(), error);
    std::exit(1);
}

std::string entry_name(long number) {
    return "e" + std::to_string(number);
}

/// One PPPoE entry a dial: an entry that is up already would only be referred to.
void write_book(long entries) {
    book_path = environment("BENCH_BOOK", "/tmp/openras-bench-") + std::to_string(getpid()) + ".pbk";
    std::ofstream book(book_path);
    const std::string interface = environment("BENCH_INTERFACE", "eth0");
    const std::string service = environment("BENCH_SERVICE", "internet");
    for (long i = 0; i < entries; ++i)
        book << "[" << entry_name(i)
             << "]\nType=5\nIpPrioritizeRemote=0\nIpv6PrioritizeRemote=0\n\nMEDIA=rastapi\nPort=PPPoE5-0\nDevice="
             << interface << "\n\nDEVICE=PPPoE\nPhoneNumber=" << service << "\n\n";
    if (!book.flush()) give_up("writing " + book_path, ERROR_CANNOT_LOAD_PHONEBOOK);
}

struct Dial {
    HRASCONN handle = nullptr;
    double asked = 0;      ///< ms
    double connected = 0;  ///< ms, 0 = not (yet)
    DWORD error = 0;
    RASCONNSTATE state = RASCS_OpenPort;  ///< the last one heard
};

std::vector<Dial> dials;
long unfinished = 0;

DWORD RASCALLBACK on_event(ULONG_PTR id, DWORD, HRASCONN, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    Dial& dial = dials[id];
    dial.state = state;
    if (error != 0) dial.error = error;
    if (state == RASCS_Connected && error == 0) dial.connected = now_ms();
    if (state == RASCS_Connected || error != 0) --unfinished;
    return 1;
}

void begin(std::size_t number) {
    RASDIALPARAMSA params{};
    params.dwSize = sizeof params;
    std::snprintf(params.szEntryName, sizeof params.szEntryName, "%s", entry_name(static_cast<long>(number)).c_str());
    std::snprintf(params.szUserName, sizeof params.szUserName, "%s", environment("BENCH_USER", "alice").c_str());
    std::snprintf(params.szPassword, sizeof params.szPassword, "%s", environment("BENCH_PASSWORD", "secret").c_str());
    params.dwCallbackId = number;
    Dial& dial = dials[number];
    dial.asked = now_ms();
    dial.error = RasDialA(nullptr, book_path.c_str(), &params, 2, reinterpret_cast<void*>(&on_event), &dial.handle);
    if (dial.error == 0) ++unfinished;
}

void pump_until_done() {
    while (unfinished > 0)
        if (const DWORD error = RasPumpNotifications(1000, nullptr); error != 0) give_up("RasPumpNotifications", error);
}

void rest(long milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

int single(long rounds, long pause_ms) {
    write_book(1);
    Json dial_ms = Json::array();
    Json hang_up_ms = Json::array();
    for (long i = 0; i < rounds; ++i) {
        rest(pause_ms);
        dials.assign(1, {});
        begin(0);
        pump_until_done();
        if (dials[0].error != 0) give_up("dial", dials[0].error);
        dial_ms.push_back(dials[0].connected - dials[0].asked);
        rest(pause_ms);
        const double before = now_ms();
        if (const DWORD error = RasHangUpA(dials[0].handle); error != 0) give_up("RasHangUp", error);
        hang_up_ms.push_back(now_ms() - before);
    }
    print({{"event", "single"}, {"dial_ms", dial_ms}, {"hang_up_ms", hang_up_ms}});
    return 0;
}

int many(long count, long threads) {
    write_book(count);
    dials.assign(static_cast<std::size_t>(count), {});
    rest(3100);  // the library reads a book anew for each dial until it has not changed for 2 s; most are older than
                 // that
    const double began = now_ms();
    for (std::size_t i = 0; i < dials.size(); ++i) {
        begin(i);
        while (true) {
            DWORD delivered = 0;
            RasPumpNotifications(0, &delivered);
            if (delivered == 0) break;
        }
    }
    const double asked = now_ms();
    pump_until_done();
    const double ended = now_ms();
    Json errors = Json::object();
    Json dial_ms = Json::array();
    long connected = 0;
    for (const Dial& dial : dials) {
        if (dial.error == 0) {
            ++connected;
            dial_ms.push_back(dial.connected - dial.asked);
        } else {
            const std::string what = std::to_string(dial.error) + " in state " + std::to_string(dial.state);
            errors[what] = errors.value(what, 0) + 1;
        }
    }
    print({{"event", "up"},
           {"count", count},
           {"connected", connected},
           {"errors", errors},
           {"asked_ms", asked - began},
           {"took_ms", ended - began},
           {"dial_ms", dial_ms}});

    std::string line;
    std::getline(std::cin, line);
    std::atomic<std::size_t> next{0};
    std::atomic<long> failed{0};
    const double from = now_ms();
    std::vector<std::thread> workers;
    for (long i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            for (std::size_t mine = next++; mine < dials.size(); mine = next++)
                if (dials[mine].error == 0 && RasHangUpA(dials[mine].handle) != 0) ++failed;
        });
    for (std::thread& worker : workers) worker.join();
    print({{"event", "down"}, {"failed", failed.load()}, {"took_ms", now_ms() - from}});
    return 0;
}

/// The two short calls before a dial's first notification, on the process connection.
std::uint32_t start_dial(bus::Connection& process, std::uint32_t channel,
                         const std::function<void(std::uint32_t)>& before) {
    auto target = api::find_entry(book_path, entry_name(0));
    if (!target) give_up(target.error().text, target.error().code);
    bus::DialRequest request;
    request.channel = channel;
    request.phonebook = target->phonebook;
    request.settings = target->settings;
    request.entry = entry_name(0);
    request.user = environment("BENCH_USER", "alice");
    request.password = Secret(environment("BENCH_PASSWORD", "secret"));
    auto made = process.call<bus::DialRequest, bus::DialReply>(bus::method::dial, request);
    if (!made || made->error != 0) give_up("Dial", made ? made->error : made.error().code);
    if (before) before(made->handle);
    auto started = process.call<bus::StartRequest, bus::ErrorReply>(bus::method::start, {made->handle, channel});
    if (!started || started->error != 0) give_up("Start", started ? started->error : started.error().code);
    return made->handle;
}

void hang_up(bus::Connection& process, std::uint32_t handle) {
    (void)process.call<bus::HangUpRequest, bus::ErrorReply>(bus::method::hang_up, {handle, false, false});
}

bool is_last(const bus::Notification& body) {
    return body.state == RASCS_Connected || body.error != 0;
}

std::unique_ptr<bus::Connection> connect(bus::ConnectionKind kind) {
    auto connection = bus::Connection::open(bus::socket_path(), kind);
    if (!connection) give_up(connection.error().text, connection.error().code);
    return std::move(*connection);
}

int notify(long rounds) {
    write_book(1);
    Json bare = Json::array();
    Json pumped = Json::array();
    const auto process = connect(bus::ConnectionKind::Process);
    const auto channel = connect(bus::ConnectionKind::Channel);
    for (long i = 0; i < rounds; ++i) {
        const auto handle = start_dial(*process, channel->id(), nullptr);
        for (bool over = false; !over;) {
            auto message = channel->take();
            if (!message) give_up("channel", message.error().code);
            if (!*message) {
                channel->wait_readable(std::nullopt);
                continue;
            }
            bus::Notification body;
            if (bus::read_body(message->get(), body) < 0) continue;
            bare.push_back(now_us() - static_cast<double>(body.sent_us));
            over = is_last(body);
            channel->reply(message->get(), bus::NotificationReply{true});
        }
        hang_up(*process, handle);
    }
    api::Channel own;
    auto id = own.open();
    if (!id) give_up(id.error().text, id.error().code);
    for (long i = 0; i < rounds; ++i) {
        bool over = false;
        const api::Handler handler = [&](const bus::Notification& body) {
            pumped.push_back(now_us() - static_cast<double>(body.sent_us));
            over = is_last(body);
            return true;
        };
        const auto handle = start_dial(*process, *id, [&](std::uint32_t made) { own.add({made, handler}, false); });
        while (!over) own.pump(std::nullopt);
        hang_up(*process, handle);
    }
    print({{"event", "notify"}, {"bare_us", bare}, {"pump_us", pumped}});
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "";
    const auto number = [&](int index) { return argc > index ? std::strtol(argv[index], nullptr, 10) : 0; };
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int status = 2;
    if (mode == "single" && argc == 4)
        status = single(number(2), number(3));
    else if (mode == "many" && argc == 4)
        status = many(number(2), number(3));
    else if (mode == "notify" && argc == 3)
        status = notify(number(2));
    else
        std::fprintf(stderr, "usage: bench_dials single ROUNDS PAUSE_MS | many COUNT THREADS | notify ROUNDS\n");
    if (!book_path.empty()) std::remove(book_path.c_str());
    return status;
}
