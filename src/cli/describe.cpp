#include "cli/describe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <rasnotify.h>

#include <nlohmann/json.hpp>

#include "cli/words.h"

namespace openras::cli {

namespace {

std::string error_words(std::uint32_t error) {
    const std::string name = error_name(error);
    return name.empty() ? fmt::format("error {}", error) : fmt::format("error {} {}", error, name);
}

std::string one_or_two(const std::string& first, const std::string& second, const char* between) {
    if (first.empty() || second.empty()) return first.empty() ? second : first;
    return first + between + second;
}

/// The addresses, or why there are none.
std::string address_words(const std::string& local, const std::string& peer, const std::string& why_none) {
    if (local.empty() && !why_none.empty()) return "none: " + why_none;
    return one_or_two(local, peer, " to ");
}

std::vector<std::string> name_servers(const bus::ConnectionInfo& c) {
    std::vector<std::string> all;
    for (const std::string* server : {&c.dns_primary, &c.dns_secondary})
        if (!server->empty()) all.push_back(*server);
    all.insert(all.end(), c.dns_advertised.begin(), c.dns_advertised.end());
    return all;
}

std::string headline(const bus::ConnectionInfo& c) {
    if (connected(c)) return fmt::format("connected for {}", duration_words(c.connected_ms));
    if (ended(c)) {
        // A connection that had been up has dropped; one that never was has failed.
        std::string words = c.connected_ms > 0 ? "dropped" : "failed";
        if (c.dial_error == 0) words = "disconnected";
        if (c.dial_error != 0) words += ", " + error_words(c.dial_error);
        return words;
    }
    return fmt::format("{} ({}) for {}", state_name(c.state), state_words(c.state), duration_words(c.age_ms));
}

}  // namespace

bool ended(const bus::ConnectionInfo& connection) {
    return connection.state == RASCS_Disconnected;
}
bool connected(const bus::ConnectionInfo& connection) {
    return connection.state == RASCS_Connected;
}

std::string describe_addresses(const bus::ConnectionInfo& c) {
    std::string text = c.interface_name;
    const auto add = [&](const std::string& more) {
        if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
    };
    add(one_or_two(c.ipv4_local, c.ipv4_peer, " to "));
    add(one_or_two(c.ipv6_local, c.ipv6_peer, " to "));
    return text;
}

std::string describe(const bus::ConnectionInfo& c) {
    std::string text = fmt::format("{}: {}\n", c.entry, headline(c));
    const auto line = [&](const char* title, const std::string& value) {
        if (!value.empty()) text += fmt::format("    {:<11} {}\n", title, value);
    };
    if (c.waiting_for_client)
        line("suspended", fmt::format("waiting for the client to pump: pid {}, thread {}", c.client_pid, c.client_tid));
    if (ended(c)) {
        line("ended by", ended_by_words(c.ended_by));
        line("detail", c.text);
        line("peer says", c.peer_text.empty() ? "" : "\"" + c.peer_text + "\"");
    }
    line("device", one_or_two(one_or_two(c.device_type, c.device_name, " "), c.phone_number, ", "));
    line("remote", c.remote);
    if (!ended(c)) {
        line("interface", c.interface_name.empty() ? "" : fmt::format("{}, MTU {}", c.interface_name, c.mtu));
        line("IPv4", address_words(c.ipv4_local, c.ipv4_peer, c.ipv4_text));
        line("IPv6", address_words(c.ipv6_local, c.ipv6_peer, c.ipv6_text));
        line("DNS", fmt::format("{}", fmt::join(name_servers(c), ", ")));
        line("search", fmt::format("{}", fmt::join(c.search, " ")));
    }
    if (c.packets_sent + c.packets_received > 0) {
        line("sent", fmt::format("{} in {} packets", byte_words(c.bytes_sent), c.packets_sent));
        line("received", fmt::format("{} in {} packets", byte_words(c.bytes_received), c.packets_received));
    }
    line("phone book", c.phonebook);
    if (!c.owned) line("owner", fmt::format("uid {}", c.owner_uid));
    line("dial id", c.dial_id);
    return text;
}

std::string change_line(const bus::ConnectionInfo& c, bool gone) {
    std::string text =
        fmt::format("{} [{}] ", c.entry, c.dial_id.empty() ? fmt::format("{:08x}", c.handle) : c.dial_id);
    text += gone ? "gone" : state_name(c.state);
    if (c.dial_error != 0) text += ", " + error_words(c.dial_error);
    if (const std::string who = ended_by_words(c.ended_by); !who.empty() && (gone || ended(c)))
        text += ", ended by " + who;
    if (!c.peer_text.empty() && !gone) text += ", peer says \"" + c.peer_text + "\"";
    if (connected(c) && !gone)
        if (const std::string addresses = describe_addresses(c); !addresses.empty()) text += ", " + addresses;
    if (c.waiting_for_client && !gone)
        text += fmt::format(", waiting for the client to pump (pid {}, thread {})", c.client_pid, c.client_tid);
    return text;
}

nlohmann::ordered_json to_json(const bus::ConnectionInfo& c) {
    nlohmann::ordered_json json;
    json["handle"] = c.handle;
    json["dial_id"] = c.dial_id;
    json["entry"] = c.entry;
    json["phonebook"] = c.phonebook;
    json["system_book"] = c.system_book;
    json["guid"] = c.guid;
    json["owner_uid"] = c.owner_uid;
    json["owned"] = c.owned;
    json["state"] = state_name(c.state);
    json["state_number"] = c.state;
    json["error"] = c.dial_error;
    json["error_name"] = error_name(c.dial_error);
    json["ended_by"] = ended_by_name(c.ended_by);
    json["detail"] = c.text;
    json["peer_text"] = c.peer_text;
    json["device_type"] = c.device_type;
    json["device_name"] = c.device_name;
    json["phone_number"] = c.phone_number;
    json["remote"] = c.remote;
    json["interface"] = c.interface_name;
    json["mtu"] = c.mtu;
    json["ipv4_local"] = c.ipv4_local;
    json["ipv4_peer"] = c.ipv4_peer;
    json["ipv6_local"] = c.ipv6_local;
    json["ipv6_peer"] = c.ipv6_peer;
    json["ipv4_detail"] = c.ipv4_text;
    json["ipv6_detail"] = c.ipv6_text;
    json["dns"] = name_servers(c);
    json["search"] = c.search;
    json["bytes_sent"] = c.bytes_sent;
    json["bytes_received"] = c.bytes_received;
    json["packets_sent"] = c.packets_sent;
    json["packets_received"] = c.packets_received;
    json["age_ms"] = c.age_ms;
    json["connected_ms"] = c.connected_ms;
    json["references"] = c.references;
    json["waiting_for_client"] = c.waiting_for_client;
    json["client_pid"] = c.client_pid;
    json["client_tid"] = c.client_tid;
    return json;
}

std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace openras::cli
