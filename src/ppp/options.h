// Configuration options (RFC 1661 section 6): a control protocol is described by a table of its options, and the four
// things that negotiation needs (our request, the verdict on the peer's, a Nak of ours, a Reject of ours) are made from
// that table here, once for LCP and every NCP.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"

namespace openras::ppp {

enum class Verdict : std::uint8_t { Ack, Nak, Reject };

/// One option of control protocol P. A null member function stands for "does not happen".
template <typename P>
struct Option {
    std::uint8_t type;
    std::uint8_t min_length;  ///< bytes of the value, type and length octets not counted
    std::uint8_t max_length;
    /// Appends our value and returns true, or returns false: we do not ask for it (now).
    bool (P::*ask)(ByteWriter& value) const;
    /// Judges the peer's value; for Nak appends the value that we would take. Null: always Configure-Reject.
    Verdict (P::*judge)(ConstBytes value, ByteWriter& better);
    /// The peer wants another value of ours.
    void (P::*naked)(ConstBytes value);
    /// The peer does not know or want this option of ours.
    void (P::*rejected)();
};

struct RawOption {
    std::uint8_t type;
    ConstBytes value;
};

/// The next option of a list; std::nullopt where the rest is not one.
inline std::optional<RawOption> next_option(ByteReader& reader) {
    const auto type = reader.u8();
    const auto length = reader.u8();
    if (!length || *length < 2) return std::nullopt;
    const auto value = reader.bytes(*length - 2u);
    if (!value) return std::nullopt;
    return RawOption{*type, *value};
}

inline void put_option(ByteWriter& out, std::uint8_t type, ConstBytes value) {
    out.u8(type).u8(static_cast<std::uint8_t>(value.size() + 2)).bytes(value);
}

template <typename P>
const Option<P>* find_option(std::span<const Option<P>> table, std::uint8_t type) {
    for (const auto& option : table)
        if (option.type == type) return &option;
    return nullptr;
}

/// The options of our Configure-Request, in the table's order.
template <typename P>
void ask_options(const P& self, std::span<const Option<P>> table, ByteVector& out) {
    ByteWriter writer(out);
    ByteVector value;
    for (const auto& option : table) {
        value.clear();
        ByteWriter value_writer(value);
        if (option.ask != nullptr && (self.*option.ask)(value_writer)) put_option(writer, option.type, value);
    }
}

/// Judges the options of the peer's Configure-Request. `answer` holds the options of the Nak or Reject.
/// @param nak_allowed  false: what would be a Nak becomes a Reject (RFC 1661 section 4.6, Max-Failure)
/// @return std::nullopt where the list is malformed: the whole packet is to be ignored
template <typename P>
std::optional<Verdict> judge_options(P& self, std::span<const Option<P>> table, ConstBytes options, bool nak_allowed,
                                     ByteVector& answer) {
    ByteVector naks;
    ByteVector better;
    ByteWriter rejects_writer(answer);
    ByteWriter naks_writer(naks);
    ByteReader reader(options);
    while (!reader.empty()) {
        const auto raw = next_option(reader);
        if (!raw) return std::nullopt;
        const Option<P>* option = find_option(table, raw->type);
        Verdict verdict = Verdict::Reject;
        better.clear();
        ByteWriter better_writer(better);
        if (option != nullptr && option->judge != nullptr && raw->value.size() >= option->min_length &&
            raw->value.size() <= option->max_length)
            verdict = (self.*option->judge)(raw->value, better_writer);
        if (verdict == Verdict::Nak && !nak_allowed) verdict = Verdict::Reject;
        if (verdict == Verdict::Nak) put_option(naks_writer, raw->type, better);
        if (verdict == Verdict::Reject) put_option(rejects_writer, raw->type, raw->value);
    }
    if (!answer.empty()) return Verdict::Reject;
    if (nak_allowed) self.demand_missing(naks_writer);
    answer = std::move(naks);
    return answer.empty() ? Verdict::Ack : Verdict::Nak;
}

/// Applies a Configure-Nak of our request. False where it is malformed (nothing has been applied then).
template <typename P>
bool apply_nak(P& self, std::span<const Option<P>> table, ConstBytes options) {
    for (const bool apply : {false, true}) {
        ByteReader reader(options);
        while (!reader.empty()) {
            const auto raw = next_option(reader);
            if (!raw) return false;
            if (!apply) continue;
            const Option<P>* option = find_option(table, raw->type);
            // Options that we did not ask for (the peer would like us to) are passed over: RFC 1661 section 5.3.
            if (option == nullptr || option->naked == nullptr || raw->value.size() < option->min_length ||
                raw->value.size() > option->max_length)
                continue;
            (self.*option->naked)(raw->value);
        }
    }
    return true;
}

/// Applies a Configure-Reject of our request. False where it is malformed or names what we never asked.
template <typename P>
bool apply_reject(P& self, std::span<const Option<P>> table, ConstBytes options) {
    for (const bool apply : {false, true}) {
        ByteReader reader(options);
        while (!reader.empty()) {
            const auto raw = next_option(reader);
            if (!raw) return false;
            const Option<P>* option = find_option(table, raw->type);
            if (option == nullptr || option->rejected == nullptr) return false;
            if (apply) (self.*option->rejected)();
        }
    }
    return true;
}

}  // namespace openras::ppp
