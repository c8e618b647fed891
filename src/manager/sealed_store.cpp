#include "manager/sealed_store.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/log.h"
#include "manager/sealing.h"

namespace openras::manager {

namespace {

constexpr timeval answer_limit{10, 0};  ///< a disk that takes longer is an error

std::string name_of(VaultOwner owner) {
    return owner == everyone_number ? std::string("everyone") : fmt::format("uid {}", owner);
}

}  // namespace

SealedCredentialStore::SealedCredentialStore(EventLoop& loop, UniqueFd files, RandomSource& random)
    : loop_(loop), files_(std::move(files)), random_(random) {
    setsockopt(files_.get(), SOL_SOCKET, SO_RCVTIMEO, &answer_limit, sizeof answer_limit);
    setsockopt(files_.get(), SOL_SOCKET, SO_SNDTIMEO, &answer_limit, sizeof answer_limit);
}

SealedCredentialStore::~SealedCredentialStore() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void SealedCredentialStore::push(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    changed_.notify_all();
}

void SealedCredentialStore::work() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
    }
}

void SealedCredentialStore::read(VaultOwner owner, std::function<void(Expected<CredentialVault>)> done) {
    push([this, owner, done = std::move(done)] {
        auto vault = std::make_shared<Expected<CredentialVault>>(load(owner));
        loop_.post([vault, done] { done(std::move(*vault)); });
    });
}

void SealedCredentialStore::change(VaultOwner owner, Edit edit, std::function<void(Expected<void>)> done) {
    push([this, owner, edit = std::move(edit), done = std::move(done)] {
        const Expected<void> result = change_now(owner, edit);
        loop_.post([result, done] { done(result); });
    });
}

Expected<void> SealedCredentialStore::change_now(VaultOwner owner, const Edit& edit) {
    const auto before = load(owner);
    const bool damaged = !before && before.error().code == error_file_corrupt;
    if (!before && !damaged) return std::unexpected(before.error());
    CredentialVault vault = before ? *before : CredentialVault();
    if (auto edited = edit(vault); !edited) return edited;
    if (vault == (before ? *before : CredentialVault()))
        return damaged ? std::unexpected(before.error()) : Expected<void>();
    if (damaged) {
        if (const auto aside = ask(VaultOperation::SetAside, owner); !aside) return std::unexpected(aside.error());
        spdlog::error("the stored credentials of {} are kept aside, and begun anew", name_of(owner));
    }
    return store(owner, vault);
}

void SealedCredentialStore::owners(std::function<void(std::vector<VaultOwner>)> done) {
    push([this, done = std::move(done)] {
        std::vector<VaultOwner> all;
        if (const auto list = ask(VaultOperation::List, 0); list && *list) {
            ByteReader in(**list);
            while (const auto owner = in.u32()) all.push_back(*owner);
        }
        loop_.post([all, done] { done(all); });
    });
}

/// The launcher's answer; std::nullopt where there is no such file. 29
Expected<std::optional<ByteVector>> SealedCredentialStore::ask(VaultOperation operation, VaultOwner owner,
                                                               ConstBytes bytes) {
    const auto gone = [] {
        spdlog::error("the keeper of stored credentials does not answer: {}", std::strerror(errno));
        return failure(error_write_fault, "the store does not answer");
    };
    ByteVector request;
    ByteWriter(request).u8(static_cast<std::uint8_t>(operation)).u32(++serial_).u32(owner).bytes(bytes);
    if (send(files_.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) return gone();
    ByteVector reply(max_vault_message);
    for (;;) {
        const ssize_t count = recv(files_.get(), reply.data(), reply.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return gone();
        ByteReader in(ConstBytes(reply).first(static_cast<std::size_t>(count)));
        const auto serial = in.u32();
        const auto result = in.u8();
        if (serial != serial_ || !result) continue;  // of a request that was given up
        if (*result == static_cast<std::uint8_t>(VaultResult::Missing)) return std::nullopt;
        if (*result == static_cast<std::uint8_t>(VaultResult::Done)) {
            ByteVector answer(in.rest().begin(), in.rest().end());
            if (operation == VaultOperation::Key) wipe(reply.data(), reply.size());
            return answer;
        }
        const std::string text(as_text(in.rest()));
        spdlog::error("stored credentials of {}: {}", name_of(owner), text);
        return failure(error_write_fault, text);
    }
}

Expected<void> SealedCredentialStore::need_key() {
    if (!key_.empty()) return {};
    auto key = ask(VaultOperation::Key, everyone_number);
    if (!key) return std::unexpected(key.error());
    if (!*key) return failure(error_write_fault, "there is no machine key");
    key_ = Secret(as_text(**key));
    wipe((*key)->data(), (*key)->size());
    return {};
}

Expected<CredentialVault> SealedCredentialStore::load(VaultOwner owner) {
    const auto sealed = ask(VaultOperation::Read, owner);
    if (!sealed) return std::unexpected(sealed.error());
    if (!*sealed) return CredentialVault();
    if (const auto key = need_key(); !key) return std::unexpected(key.error());
    const auto plain = unseal(key_, owner, **sealed);
    if (plain)
        if (auto vault = CredentialVault::parse(as_bytes(plain->reveal()))) return std::move(*vault);
    spdlog::error("the stored credentials of {} are damaged, or sealed with another machine key", name_of(owner));
    return failure(error_file_corrupt, "the stored credentials cannot be opened");
}

Expected<void> SealedCredentialStore::store(VaultOwner owner, const CredentialVault& vault) {
    if (const auto key = need_key(); !key) return key;
    ByteVector sealed;
    if (!vault.empty()) sealed = seal(key_, owner, vault.serialize(), random_);
    if (const auto written = ask(VaultOperation::Write, owner, sealed); !written)
        return std::unexpected(written.error());
    return {};
}

}  // namespace openras::manager
