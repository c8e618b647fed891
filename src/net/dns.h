// DNS servers of the connections: the newest connection's come first. By the machine's `resolvconf` where there is one,
// else in the resolver's file. One writer, so that connections stack and the original comes back byte for byte.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/journal.h"
#include "net/resolv_conf.h"

namespace openras::net {

/// Runs `resolvconf -a NAME` and `resolvconf -d NAME`, at most 1 s each.
class ResolvconfProgram {
  public:
    virtual ~ResolvconfProgram() = default;
    /// @return whether the program ended with 0
    virtual bool add(const std::string& name, const std::string& content) = 0;
    virtual bool remove(const std::string& name) = 0;
};

class Dns {
  public:
    /// @param resolv_conf  absolute path
    /// @param program  null: the file is written
    Dns(Journal& journal, const std::string& resolv_conf, ResolvconfProgram* program)
        : journal_(journal), path_(resolv_conf), file_(resolv_conf), program_(program) {}

    /// Notes what a lease wants (empty = nothing); apply() makes it so.
    void set(LeaseId lease, const std::string& interface, std::vector<IpAddress> servers);
    void remove(LeaseId lease);
    void apply();
    /// Undoes what the journal still has, this worker's or a predecessor's.
    void undo();

  private:
    struct Wish {
        std::string interface;
        std::vector<IpAddress> servers;
    };

    void apply_program();
    void apply_file();
    void restore_file();
    void restore(const ResolverFile& file, const record::DnsOriginal& original);

    Journal& journal_;
    std::string path_;
    ResolverFile file_;
    ResolvconfProgram* program_;
    std::map<std::uint64_t, Wish> wishes_;  // by age
    std::unordered_map<LeaseId, std::uint64_t> age_of_;
    std::uint64_t next_age_ = 1;
    std::string base_;  // what search and options are taken from
    bool changed_ = false;
};

}  // namespace openras::net
