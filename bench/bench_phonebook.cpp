// How long a book of many entries takes: its names, the same by the two calls of RasEnumEntries, all of it, one entry,
// one change.
//   bench_phonebook [ENTRIES]   (10000)
#include <fmt/format.h>
#include <ras.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "phonebook/book.h"
#include "phonebook/listing.h"
#include "phonebook/store.h"

namespace {

using namespace openras::phonebook;

constexpr int repetitions = 15;

/// The fastest of some runs, in milliseconds: what else the machine does is not the code's.
double fastest(const std::function<void()>& what) {
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < repetitions; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        what();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    return best;
}

void require(bool good) {
    if (!good) std::abort();
}

std::string short_entry(const std::string& name) {
    return fmt::format(
        "[{}]\nType=5\nOpenRasUser=user@example.net\nMEDIA=rastapi\nDevice=eth1\nDEVICE=PPPoE\n"
        "PhoneNumber=\n\n",
        name);
}

std::string windows_entry(const std::string& name) {
    auto properties = default_properties();
    properties.links = {
        {.device_type = "vpn", .device_name = "WAN Miniport (IKEv2)", .phone_number = "example.com", .alternates = {}}};
    return new_entry_text(name, properties, {}).value();
}

/// As a program does: for the size first, then for the names. @return how many there are
DWORD enumerate(const std::string& path) {
    DWORD bytes = 0;
    DWORD count = 0;
    require(RasEnumEntriesA(nullptr, path.c_str(), nullptr, &bytes, &count) == ERROR_BUFFER_TOO_SMALL);
    std::vector<RASENTRYNAMEA> names(bytes / sizeof(RASENTRYNAMEA) + 1);
    names[0].dwSize = sizeof(RASENTRYNAMEA);
    require(RasEnumEntriesA(nullptr, path.c_str(), names.data(), &bytes, &count) == 0);
    return count;
}

void measure(const char* shape, int entries, const std::function<std::string(const std::string&)>& entry) {
    std::string folder = std::filesystem::temp_directory_path() / "openras-bench-XXXXXX";
    require(::mkdtemp(folder.data()) != nullptr);
    const std::string path = folder + "/book.pbk";
    {
        std::ofstream file(path, std::ios::binary);
        for (int i = 0; i < entries; ++i) file << entry(fmt::format("Büro {}", i));
    }
    const auto size = std::filesystem::file_size(path);
    // As most books: older than a clock's tick, within which it might change unseen.
    std::this_thread::sleep_for(std::chrono::seconds(4));
    const auto names = fastest([&] { require(list_entry_names(path)->size() == static_cast<std::size_t>(entries)); });
    const auto api = fastest([&] { require(enumerate(path) == static_cast<DWORD>(entries)); });
    const auto whole = fastest([&] { require(Book::load(path).has_value()); });
    const auto book = Book::load(path).value();
    const auto last = fmt::format("Büro {}", entries - 1);
    const auto one = fastest([&] { require(book.properties(last).has_value()); });
    int number = 0;
    const auto change = fastest([&] {
        require(BookStore(path)
                    .edit([&](Book& changed) {
                        auto properties = changed.properties(last).value();
                        properties.links[0].phone_number = std::to_string(++number);
                        return changed.set_properties(last, properties);
                    })
                    .has_value());
    });
    fmt::print(
        "{} entries {:8} {:5.1f} MB   names {:6.2f} ms   RasEnumEntries {:6.2f} ms   load {:7.2f} ms   one entry "
        "{:6.3f} ms   change {:7.2f} ms\n",
        entries, shape, static_cast<double>(size) / 1e6, names, api, whole, one, change);
    std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
    const int entries = argc > 1 ? std::atoi(argv[1]) : 10'000;
    measure("short", entries, short_entry);
    measure("Windows", entries, windows_entry);
}
