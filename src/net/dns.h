// DNS servers of the connections: the newest connection's come first. By the machine's `resolvconf` where there is one,
// else in the resolver's file. One writer, so that connections stack and the original comes back byte for byte.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/journal.h"
#include "net/resolv_conf.h"

namespace openras::net {

/// Runs `resolvconf -a NAME` and `resolvconf -d NAME`, at most 1 s each. What they return is why they failed.
class ResolvconfProgram {
  public:
    virtual ~ResolvconfProgram() = default;
    virtual std::expected<void, std::string> add(const std::string& name, const std::string& content) = 0;
    /// That there is no such record is no failure.
    virtual std::expected<void, std::string> remove(const std::string& name) = 0;
};

class Dns {
  public:
    /// @param resolv_conf  absolute path
    /// @param program  null: the file is written
    Dns(Journal& journal, const std::string& resolv_conf, ResolvconfProgram* program)
        : journal_(journal), path_(resolv_conf), file_(resolv_conf), program_(program) {}

    /// What one lease wants.
    struct Wish {
        std::string interface;
        std::vector<IpAddress> servers;
        std::vector<std::string> search;  ///< domains
        bool operator==(const Wish&) const = default;
    };

    /// Notes what a lease wants (neither servers nor domains = nothing); apply() makes it so.
    /// @param newest  comes before all others from now on; else keeps its place where it had one
    void set(LeaseId lease, Wish wish, bool newest);
    void remove(LeaseId lease);
    void apply();
    /// Undoes what the journal still has, this worker's or a predecessor's. What cannot be undone is logged and stays
    /// in the journal.
    void undo();

  private:
    void apply_program();
    void remove_programs(const std::string& kept);
    void apply_file();
    bool restore_file();
    int restore(const ResolverFile& file, const record::DnsOriginal& original);
    [[nodiscard]] bool is_ours(std::string_view content, const record::DnsOriginal& original) const;
    void take_base();

    Journal& journal_;
    std::string path_;
    ResolverFile file_;
    ResolvconfProgram* program_;
    std::map<std::uint64_t, Wish> wishes_;  // by age
    std::unordered_map<LeaseId, std::uint64_t> age_of_;
    std::uint64_t next_age_ = 1;
    std::optional<std::string> base_;  // what search and options are taken from
    bool changed_ = false;
};

}  // namespace openras::net
