// Typed D-Bus message bodies: a struct that lists its fields once is written and read by both ends from that one
// definition. Field types: bool, std::uint32_t, std::uint64_t, std::string, Secret, std::vector of these, nested
// records.
#pragma once

#include <systemd/sd-bus.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/secret.h"

namespace openras::bus {

/// A struct with `auto fields()` returning std::tie(...) of its members in wire order.
template <typename T>
concept Record = requires(T& value) { value.fields(); };

template <typename T>
struct is_vector : std::false_type {};
template <typename T>
struct is_vector<std::vector<T>> : std::true_type {};

/// The D-Bus signature of a field; a record inside another one is a struct in parentheses.
template <typename T>
std::string signature_of() {
    if constexpr (std::is_same_v<T, bool>) {
        return "b";
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return "u";
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return "t";
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Secret>) {
        return "s";
    } else if constexpr (is_vector<T>::value) {
        return "a" + signature_of<typename T::value_type>();
    } else {
        static_assert(Record<T>);
        T probe{};
        return std::apply(
            [](auto&... field) {
                return "(" + (signature_of<std::remove_cvref_t<decltype(field)>>() + ... + std::string()) + ")";
            },
            probe.fields());
    }
}

/// The signature of a whole message body: the record's fields without parentheses.
template <Record T>
const std::string& body_signature() {
    // Never destroyed: threads of the library's read messages while the process exits.
    static const std::string* const signature = [] {
        const std::string whole = signature_of<T>();
        return new std::string(whole.substr(1, whole.size() - 2));
    }();
    return *signature;
}

/// @return 0 or more on success, a negative errno otherwise, as sd-bus has it
template <typename T>
int append_field(sd_bus_message* message, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        const int truth = value ? 1 : 0;
        return sd_bus_message_append_basic(message, 'b', &truth);
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return sd_bus_message_append_basic(message, 'u', &value);
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return sd_bus_message_append_basic(message, 't', &value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return sd_bus_message_append_basic(message, 's', value.c_str());
    } else if constexpr (std::is_same_v<T, Secret>) {
        sd_bus_message_sensitive(message);  // sd-bus wipes the message's memory
        char* space = nullptr;
        const std::string_view text = value.reveal();
        const int r = sd_bus_message_append_string_space(message, text.size(), &space);
        if (r >= 0) text.copy(space, text.size());
        return r;
    } else if constexpr (is_vector<T>::value) {
        int r = sd_bus_message_open_container(message, 'a', signature_of<typename T::value_type>().c_str());
        for (auto& element : value)
            if (r >= 0) r = append_field(message, element);
        return r < 0 ? r : sd_bus_message_close_container(message);
    } else {
        const std::string whole = signature_of<T>();
        int r = sd_bus_message_open_container(message, 'r', whole.substr(1, whole.size() - 2).c_str());
        if (r >= 0)
            std::apply([&](auto&... field) { ((r = r < 0 ? r : append_field(message, field)), ...); }, value.fields());
        return r < 0 ? r : sd_bus_message_close_container(message);
    }
}

template <typename T>
int read_field(sd_bus_message* message, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        int truth = 0;
        const int r = sd_bus_message_read_basic(message, 'b', &truth);
        value = truth != 0;
        return r;
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return sd_bus_message_read_basic(message, 'u', &value);
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return sd_bus_message_read_basic(message, 't', &value);
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Secret>) {
        if constexpr (std::is_same_v<T, Secret>) sd_bus_message_sensitive(message);
        const char* text = nullptr;
        const int r = sd_bus_message_read_basic(message, 's', &text);
        if (r > 0) value = T(text);
        // sd-bus does not wipe what it has received. It is the message's own memory, and nobody reads it again.
        if constexpr (std::is_same_v<T, Secret>)
            if (r > 0) wipe(const_cast<char*>(text), value.reveal().size());
        return r;
    } else if constexpr (is_vector<T>::value) {
        value.clear();
        int r = sd_bus_message_enter_container(message, 'a', signature_of<typename T::value_type>().c_str());
        while (r >= 0 && sd_bus_message_at_end(message, 0) == 0) {
            typename T::value_type element{};
            r = read_field(message, element);
            if (r > 0) value.push_back(std::move(element));
        }
        return r < 0 ? r : sd_bus_message_exit_container(message);
    } else {
        const std::string whole = signature_of<T>();
        int r = sd_bus_message_enter_container(message, 'r', whole.substr(1, whole.size() - 2).c_str());
        if (r >= 0)
            std::apply([&](auto&... field) { ((r = r < 0 ? r : read_field(message, field)), ...); }, value.fields());
        return r < 0 ? r : sd_bus_message_exit_container(message);
    }
}

/// Whether no field but the last one is a Secret (messages.h).
template <typename... Fields>
consteval bool secret_is_last(const std::type_identity<std::tuple<Fields&...>>&) {
    const bool secrets[] = {std::is_same_v<Fields, Secret>..., false};
    for (std::size_t i = 0; i + 1 < sizeof...(Fields); ++i)
        if (secrets[i]) return false;
    return true;
}

/// Writes a record as a message body. The record is not changed.
template <Record T>
int append_body(sd_bus_message* message, const T& body) {
    static_assert(secret_is_last(std::type_identity<decltype(std::declval<T&>().fields())>{}));
    int r = 0;
    std::apply([&](auto&... field) { ((r = r < 0 ? r : append_field(message, field)), ...); },
               const_cast<T&>(body).fields());  // fields() serves reading and writing; nothing is written here
    return r;
}

/// Reads a whole body; -EBADMSG where its signature is another one.
template <Record T>
int read_body(sd_bus_message* message, T& body) {
    if (sd_bus_message_has_signature(message, body_signature<T>().c_str()) <= 0) return -EBADMSG;
    int r = 0;
    std::apply([&](auto&... field) { ((r = r < 0 ? r : read_field(message, field)), ...); }, body.fields());
    return r;
}

}  // namespace openras::bus
