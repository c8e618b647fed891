#include "net/dns.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "net/checks.h"

namespace openras::net {

void Dns::set(LeaseId lease, Wish wish, bool newest) {
    if (wish.servers.empty() && wish.search.empty()) {
        remove(lease);
        return;
    }
    const auto old = age_of_.find(lease);
    if (old != age_of_.end() && !newest) {
        auto& place = wishes_[old->second];
        changed_ = changed_ || place != wish;
        place = std::move(wish);
        return;
    }
    if (old != age_of_.end()) wishes_.erase(old->second);
    age_of_[lease] = next_age_;
    wishes_[next_age_++] = std::move(wish);
    changed_ = true;
}

void Dns::remove(LeaseId lease) {
    const auto found = age_of_.find(lease);
    if (found == age_of_.end()) return;
    wishes_.erase(found->second);
    age_of_.erase(found);
    changed_ = true;
}

void Dns::apply() {
    if (!std::exchange(changed_, false)) return;
    if (program_ != nullptr)
        apply_program();
    else
        apply_file();
}

/// resolvconf holds one record of ours at a time, the newest connection's: so undoing takes one run, not one for each
/// of a thousand connections.
void Dns::apply_program() {
    std::string name;
    if (!wishes_.empty()) {
        const auto& wish = wishes_.rbegin()->second;
        name = wish.interface + ".openras";
        std::string content;
        for (const auto& server : wish.servers) content += "nameserver " + to_string(server) + "\n";
        if (!wish.search.empty()) {
            content += "search";
            for (const auto& domain : wish.search) content += ' ' + domain;
            content += '\n';
        }
        journal_.append(record::DnsProgramAdded{name});
        if (const auto done = program_->add(name, content); !done)
            spdlog::warn("resolvconf -a {}: {}; DNS servers not set", name, done.error());
    }
    remove_programs(name);
}

/// Newest first. Where one fails the others would, too, and each may take a second: the journal keeps them all for the
/// next change or the next start.
void Dns::remove_programs(const std::string& kept) {
    const auto names = journal_.undo().dns_programs;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        if (*name == kept) continue;
        const auto done = program_ != nullptr ? program_->remove(*name) : std::unexpected("resolvconf is not in use");
        if (!done) {
            spdlog::error("resolvconf -d {}: {}; to be done later", *name, done.error());
            return;
        }
        journal_.append(record::DnsProgramGone{*name});
    }
}

void Dns::apply_file() {
    if (wishes_.empty()) {
        restore_file();
        return;
    }
    // A predecessor's file, which is another one, comes first: the journal holds one original.
    if (const auto& left = journal_.undo().dns_original; left && !left->path.empty() && left->path != path_)
        if (!restore_file()) return;
    auto current = file_.content();
    const bool touched = journal_.undo().dns_original && !is_ours(current, *journal_.undo().dns_original);
    if (!journal_.undo().dns_original || touched) {
        if (touched) spdlog::warn("resolver's file was changed by somebody else; taken as the original from now on");
        auto original = file_.read();
        if (!original) {
            spdlog::warn("resolver's file: {}; DNS servers not set", std::strerror(original.error()));
            return;
        }
        original->path = path_;
        journal_.append(*original);
        base_.reset();
    }
    take_base();
    const auto& original = *journal_.undo().dns_original;
    const bool first = journal_.undo().dns_written.empty();
    std::vector<IpAddress> servers;
    for (auto wish = wishes_.rbegin(); wish != wishes_.rend() && servers.size() < max_resolver_servers; ++wish)
        for (const auto& server : wish->second.servers) {
            if (std::ranges::find(servers, server) == servers.end()) servers.push_back(server);
        }
    auto bytes = render_resolv_conf(*base_, servers, wishes_.rbegin()->second.search);
    if (!first && current == bytes) return;
    const std::uint32_t mode = original.kind == record::FileKind::Regular ? original.mode : 0644;
    journal_.append(record::DnsWritten{bytes});
    if (const int error = file_.write(bytes, mode); error != 0) {
        spdlog::warn("resolver's file: {}; DNS servers not set", std::strerror(error));
        if (!first) journal_.append(record::DnsWritten{file_.content()});  // ours still, however many writes fail
    }
}

/// What a symlink leads to still stands there when the symlink has been replaced.
void Dns::take_base() {
    if (base_) return;
    const auto& original = *journal_.undo().dns_original;
    switch (original.kind) {
        case record::FileKind::Absent: base_ = ""; return;
        case record::FileKind::Regular: base_ = original.bytes; return;
        case record::FileKind::Symlink: base_ = file_.content_of(original.bytes); return;
    }
}

/// Something that we have written, or what an interrupted restoration in place leaves (a beginning of the original).
bool Dns::is_ours(std::string_view content, const record::DnsOriginal& original) const {
    return is_our_writing(content, journal_.undo().dns_written) ||
           (original.kind == record::FileKind::Regular && original.bytes.starts_with(content));
}

/// @return whether nothing of ours is in the file any more
bool Dns::restore_file() {
    if (!journal_.undo().dns_original) return true;
    const auto original = *journal_.undo().dns_original;
    int error = 0;
    try {
        // A predecessor may have been told another file than this worker (--cleanup is told none at all).
        if (original.path.empty() || original.path == path_)
            error = restore(file_, original);
        else
            error = restore(ResolverFile(original.path), original);
    } catch (const std::system_error& no_directory) {
        error = no_directory.code().value();
    }
    if (error != 0) {
        spdlog::error("resolver's file {} could not be restored: {}; to be done later",
                      original.path.empty() ? path_ : original.path, std::strerror(error));
        return false;
    }
    journal_.append(record::DnsRestored{});
    base_.reset();
    return true;
}

/// @return 0 or errno; 0 also where somebody else has changed the file
int Dns::restore(const ResolverFile& file, const record::DnsOriginal& original) {
    auto now = file.read();
    // Not a file, or one that is too long, is somebody else's.
    if (!now && now.error() != EINVAL && now.error() != EFBIG) return now.error();
    if (now) now->path = original.path;
    if (now && *now == original) return 0;  // not written yet, or restored already when the predecessor was killed
    if (!now || now->kind != record::FileKind::Regular || !is_ours(now->bytes, original)) {
        spdlog::warn("resolver's file was changed by somebody else and is left as it is");
        return 0;
    }
    return file.restore(original);
}

void Dns::undo() {
    wishes_.clear();
    age_of_.clear();
    changed_ = false;
    remove_programs("");
    restore_file();
}

}  // namespace openras::net
