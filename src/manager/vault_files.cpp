#include "manager/vault_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "base/secret.h"
#include "manager/sealing.h"

namespace openras::manager {

namespace {

constexpr std::string_view suffix = ".sealed";
constexpr unsigned max_aside = 100;

constexpr std::uint32_t not_found = 2;     // ERROR_FILE_NOT_FOUND
constexpr std::uint32_t write_fault = 29;  // ERROR_WRITE_FAULT

/// By errno.
auto failed(const std::string& what) {
    return failure(errno == ENOENT ? not_found : write_fault, fmt::format("{}: {}", what, std::strerror(errno)));
}

std::string file_of(std::uint32_t owner) {
    return (owner == everyone_number ? std::string("everyone") : std::to_string(owner)) + std::string(suffix);
}

/// The owner whose file has this name.
std::optional<std::uint32_t> owner_of(std::string_view name) {
    if (!name.ends_with(suffix)) return std::nullopt;
    name.remove_suffix(suffix.size());
    if (name == "everyone") return everyone_number;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return number;
}

/// The whole of a file.
Expected<ByteVector> read_whole(int directory, const std::string& name, std::size_t limit) {
    const UniqueFd file(openat(directory, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat facts{};
    if (!file || fstat(file.get(), &facts) != 0) return failed(name);
    if (!S_ISREG(facts.st_mode) || static_cast<std::size_t>(facts.st_size) > limit) {
        errno = EFBIG;
        return failed(name);
    }
    ByteVector bytes(static_cast<std::size_t>(facts.st_size));
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = read(file.get(), bytes.data() + done, bytes.size() - done);
        if (count <= 0) return failed(name);
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

/// The old or the new content, whatever happens meanwhile.
Expected<void> write_whole(int directory, const std::string& name, ConstBytes bytes) {
    const std::string temporary = name + ".new";
    const UniqueFd file(
        openat(directory, temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return failed(temporary);
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = write(file.get(), bytes.data() + done, bytes.size() - done);
        if (count <= 0) return failed(temporary);
        done += static_cast<std::size_t>(count);
    }
    if (fsync(file.get()) != 0 || renameat(directory, temporary.c_str(), directory, name.c_str()) != 0 ||
        fsync(directory) != 0)
        return failed(name);
    return {};
}

/// Opens a directory that is ours alone, and makes it where asked.
Expected<UniqueFd> private_directory(int parent, const std::string& path, bool make) {
    if (make && mkdirat(parent, path.c_str(), 0700) != 0 && errno != EEXIST) return failed(path);
    UniqueFd opened(openat(parent, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat facts{};
    if (!opened || fstat(opened.get(), &facts) != 0) return failed(path);
    if (facts.st_uid != geteuid() || (facts.st_mode & 022) != 0) {
        errno = EPERM;
        return failed(path + " must be its user's alone to write");
    }
    return opened;
}

std::vector<std::uint32_t> owners_in(int directory) {
    std::vector<std::uint32_t> owners;
    const int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> list(copy < 0 ? nullptr : fdopendir(copy), closedir);
    if (!list) return owners;
    while (const dirent* file = readdir(list.get()))
        if (const auto owner = owner_of(file->d_name)) owners.push_back(*owner);
    return owners;
}

Expected<void> set_aside(int directory, const std::string& name) {
    for (unsigned i = 1; i <= max_aside; ++i) {
        const std::string aside = fmt::format("{}.damaged-{}", name, i);
        if (renameat2(directory, name.c_str(), directory, aside.c_str(), RENAME_NOREPLACE) == 0) return {};
        if (errno != EEXIST) return failed(aside);
    }
    errno = EEXIST;
    return failed("there are too many damaged files of " + name);
}

}  // namespace

Expected<UniqueFd> VaultFiles::directory(bool make) const {
    if (make && mkdir(state_dir_.c_str(), 0755) != 0 && errno != EEXIST) return failed(state_dir_);
    auto state = private_directory(AT_FDCWD, state_dir_, false);
    if (!state) return state;
    return private_directory(state->get(), "credentials", make);
}

Expected<ByteVector> VaultFiles::machine_key() const {
    const auto check = [](Expected<ByteVector> key, const std::string& where) -> Expected<ByteVector> {
        if (key && key->size() < min_machine_key)
            return failure(ERROR_INVALID_PARAMETER, fmt::format("{} has fewer than {} bytes", where, min_machine_key));
        return key;
    };
    constexpr std::size_t limit = 4096;
    if (!credentials_dir_.empty()) {
        const std::string given = credentials_dir_ + "/openras.key";
        auto key = read_whole(AT_FDCWD, given, limit);
        if (key || key.error().code != not_found) return check(std::move(key), given);
    }
    auto credentials = directory(true);
    if (!credentials) return std::unexpected(credentials.error());
    const std::string name = "../machine.key";
    auto key = read_whole(credentials->get(), name, limit);
    if (key || key.error().code != not_found) return check(std::move(key), state_dir_ + "/machine.key");
    if (!owners_in(credentials->get()).empty())
        return failure(ERROR_INVALID_PARAMETER,
                       fmt::format("{0}/machine.key is missing, and without it nothing in {0}/credentials can be "
                                   "opened: put it back, or move those files away",
                                   state_dir_));
    ByteVector made(min_machine_key);
    if (getrandom(made.data(), made.size(), 0) != static_cast<ssize_t>(made.size())) return failed("getrandom");
    if (const auto written = write_whole(credentials->get(), name, made); !written)
        return std::unexpected(written.error());
    return made;
}

ByteVector VaultFiles::answer(ConstBytes request) const {
    ByteReader in(request);
    const auto operation = in.u8();
    const auto serial = in.u32();
    const auto owner = in.u32();
    if (!operation || !serial || !owner) return {};
    ByteVector reply;
    reply.reserve(max_vault_message);
    ByteWriter out(reply);
    const auto finish = [&](VaultResult result, ConstBytes bytes = {}) {
        out.u32(*serial).u8(static_cast<std::uint8_t>(result)).bytes(bytes);
        return std::move(reply);
    };
    const auto refuse = [&](const std::string& text) { return finish(VaultResult::Failed, as_bytes(text)); };
    const auto refuse_or_missing = [&](const RasError& error) {
        return error.code == not_found ? finish(VaultResult::Missing) : refuse(error.text);
    };
    if (*operation == static_cast<std::uint8_t>(VaultOperation::Key)) {
        auto key = machine_key();
        if (!key) return refuse(key.error().text);
        ByteVector answered = finish(VaultResult::Done, *key);
        wipe(key->data(), key->size());
        return answered;
    }
    const bool write = *operation == static_cast<std::uint8_t>(VaultOperation::Write);
    auto credentials = directory(write && !in.empty());
    if (!credentials) return refuse_or_missing(credentials.error());
    const std::string name = file_of(*owner);
    if (write && in.remaining() <= max_sealed_file) {
        if (in.empty()) {
            if (unlinkat(credentials->get(), name.c_str(), 0) != 0 && errno != ENOENT)
                return refuse(failed(name).error().text);
            return finish(VaultResult::Done);
        }
        const auto written = write_whole(credentials->get(), name, in.rest());
        return written ? finish(VaultResult::Done) : refuse(written.error().text);
    }
    if (*operation == static_cast<std::uint8_t>(VaultOperation::Read)) {
        const auto bytes = read_whole(credentials->get(), name, max_sealed_file);
        if (bytes) return finish(VaultResult::Done, *bytes);
        return refuse_or_missing(bytes.error());
    }
    if (*operation == static_cast<std::uint8_t>(VaultOperation::SetAside)) {
        const auto moved = set_aside(credentials->get(), name);
        return moved ? finish(VaultResult::Done) : refuse(moved.error().text);
    }
    if (*operation == static_cast<std::uint8_t>(VaultOperation::List)) {
        ByteVector numbers;
        ByteWriter list(numbers);
        for (const std::uint32_t one : owners_in(credentials->get()))
            if (numbers.size() + sizeof one <= max_sealed_file) list.u32(one);
        return finish(VaultResult::Done, numbers);
    }
    return refuse("there is no such operation, or too many bytes");
}

bool VaultFiles::serve(int socket) const {
    ByteVector request(max_vault_message);
    const ssize_t count = recv(socket, request.data(), request.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return false;
    if (count < 0 || static_cast<std::size_t>(count) > request.size()) return true;
    ByteVector reply = answer(ConstBytes(request).first(static_cast<std::size_t>(count)));
    if (!reply.empty()) (void)send(socket, reply.data(), reply.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    wipe(reply.data(), reply.size());
    return true;
}

}  // namespace openras::manager
