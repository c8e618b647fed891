// What callers pass: structures of any age, texts in fixed fields.
#pragma once

#include <ras.h>

#include <cstring>
#include <span>
#include <string>

#include "api/buffer.h"
#include "api/text.h"
#include "base/secret.h"

namespace openras::api {

/// A copy of a caller's structure, whose dwSize has been checked: members that it does not have are 0. Wiped when it
/// goes.
template <typename Struct>
class ArgumentCopy {
  public:
    explicit ArgumentCopy(const Struct* from) {
        std::memset(&value_, 0, sizeof value_);
        std::memcpy(&value_, from, size_field(from));
    }
    ~ArgumentCopy() { wipe(&value_, sizeof value_); }
    ArgumentCopy(const ArgumentCopy&) = delete;
    ArgumentCopy& operator=(const ArgumentCopy&) = delete;
    const Struct* operator->() const { return &value_; }

  private:
    Struct value_;
};

template <typename Traits, std::size_t N>
bool decode_field(const typename Traits::Char (&field)[N], std::string& into) {
    auto text = Traits::decode(text_in(std::span<const typename Traits::Char>(field)));
    if (text) into = std::move(*text);
    return text.has_value();
}

template <typename Traits, std::size_t N>
bool decode_field(const typename Traits::Char (&field)[N], Secret& into) {
    auto text = Traits::decode(text_in(std::span<const typename Traits::Char>(field)));
    if (!text) return false;
    into = Secret(*text);
    wipe(text->data(), text->size());
    return true;
}

}  // namespace openras::api
