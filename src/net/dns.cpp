#include "net/dns.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include "net/checks.h"

namespace openras::net {

void Dns::set(LeaseId lease, const std::string& interface, std::vector<IpAddress> servers) {
    if (servers.empty()) {
        remove(lease);
        return;
    }
    if (const auto old = age_of_.find(lease); old != age_of_.end()) wishes_.erase(old->second);
    age_of_[lease] = next_age_;
    wishes_[next_age_++] = Wish{interface, std::move(servers)};
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
    const auto before = journal_.undo().dns_programs;
    std::string name;
    if (!wishes_.empty()) {
        const auto& wish = wishes_.rbegin()->second;
        name = wish.interface + ".openras";
        std::string content;
        for (const auto& server : wish.servers) content += "nameserver " + to_string(server) + "\n";
        journal_.append(record::DnsProgramAdded{name});
        if (!program_->add(name, content)) spdlog::warn("resolvconf -a {} failed", name);
    }
    for (const auto& old : before) {
        if (old == name) continue;
        if (!program_->remove(old)) spdlog::warn("resolvconf -d {} failed", old);
        journal_.append(record::DnsProgramGone{old});
    }
}

void Dns::apply_file() {
    if (wishes_.empty()) {
        restore_file();
        return;
    }
    const bool touched = journal_.undo().dns_original && !is_our_writing(file_.content(), journal_.undo().dns_written);
    if (!journal_.undo().dns_original || touched) {
        if (touched) spdlog::warn("resolver's file was changed by somebody else; taken as the original from now on");
        auto original = file_.read();
        if (!original) {
            spdlog::warn("resolver's file: {}; DNS servers not set", std::strerror(original.error()));
            return;
        }
        original->path = path_;
        journal_.append(*original);
    }
    const auto& original = *journal_.undo().dns_original;
    // A symlink's file still stands where it points to; its content is what the renderer keeps search and options from.
    const bool first = journal_.undo().dns_written.empty();
    if (first) base_ = original.kind == record::FileKind::Regular ? original.bytes : file_.content();
    std::vector<IpAddress> servers;
    for (auto wish = wishes_.rbegin(); wish != wishes_.rend() && servers.size() < max_resolver_servers; ++wish)
        for (const auto& server : wish->second.servers) {
            if (std::ranges::find(servers, server) == servers.end()) servers.push_back(server);
        }
    auto bytes = render_resolv_conf(base_, servers);
    if (!first && journal_.undo().dns_written.back() == bytes) return;
    const std::uint32_t mode = original.kind == record::FileKind::Regular ? original.mode : 0644;
    journal_.append(record::DnsWritten{bytes});
    if (const int error = file_.write(bytes, mode); error != 0)
        spdlog::warn("resolver's file: {}; DNS servers not set", std::strerror(error));
}

void Dns::restore_file() {
    if (!journal_.undo().dns_original) return;
    const auto original = *journal_.undo().dns_original;
    try {
        // A predecessor may have been told another file than this worker (--cleanup is told none at all).
        if (original.path.empty() || original.path == path_)
            restore(file_, original);
        else
            restore(ResolverFile(original.path), original);
    } catch (const std::system_error& error) {
        spdlog::error("resolver's file could not be restored: {}", error.what());
    }
    journal_.append(record::DnsRestored{});
}

void Dns::restore(const ResolverFile& file, const record::DnsOriginal& original) {
    auto now = file.read();
    if (now) now->path = original.path;
    const bool ours = now && now->kind == record::FileKind::Regular &&
                      (is_our_writing(now->bytes, journal_.undo().dns_written) ||
                       (original.kind == record::FileKind::Regular && original.bytes.starts_with(now->bytes)));
    if (now && *now == original) {
        // Not written yet, or restored already when the predecessor was killed.
    } else if (!ours) {
        spdlog::warn("resolver's file was changed by somebody else and is left as it is");
    } else if (const int error = file.restore(original); error != 0) {
        spdlog::error("resolver's file could not be restored: {}", std::strerror(error));
    }
}

void Dns::undo() {
    wishes_.clear();
    age_of_.clear();
    changed_ = false;
    for (const auto& name : std::vector<std::string>(journal_.undo().dns_programs)) {
        if (program_ == nullptr || !program_->remove(name)) spdlog::warn("resolvconf -d {} failed", name);
        journal_.append(record::DnsProgramGone{name});
    }
    restore_file();
}

}  // namespace openras::net
