// Values by key, typed: one way to read them, whatever they are read for.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/document.h"
#include "phonebook/encoding.h"
#include "phonebook/entry_layout.h"

namespace openras::phonebook {

inline constexpr std::uint32_t any_number = std::numeric_limits<std::uint32_t>::max();

/// Reads some lines of an entry and remembers the first value that is wrong, so that a list of keys reads as a list. A
/// key that is missing, or empty where a number is wanted, leaves `into` as it is.
class ValueReader {
  public:
    ValueReader(const Document& document, LineRange lines, Encoding encoding)
        : document_(document), lines_(lines), encoding_(encoding) {}

    void number(std::string_view key, std::uint32_t& into, std::uint32_t smallest = 0,
                std::uint32_t largest = any_number);
    void number(std::string_view key, std::optional<std::uint32_t>& into, std::uint32_t smallest,
                std::uint32_t largest);
    void flag(std::string_view key, bool& into);
    void text(std::string_view key, std::string& into);
    /// A device's name. Batch files write it in their own code page under Encoding=1, too: what is not UTF-8 is taken
    /// as without it.
    void device_name(std::string_view key, std::string& into);
    /// All values of a key, in order.
    std::vector<std::string> texts(std::string_view key);
    /// "" for the address of zeros, which stands for none.
    void address(std::string_view key, int family, std::string& into);
    void address(std::string_view key, std::array<std::uint8_t, 4>& into);
    void address(std::string_view key, std::array<std::uint8_t, 16>& into);
    void guid(std::string_view key, std::array<std::uint8_t, 16>& into);
    /// Bytes as hexadecimal digits, continued by further lines of that key.
    void bytes(std::string_view key, std::vector<std::uint8_t>& into);
    void interface_name(std::string_view key, std::string& into);

    /// The value of one line (index).
    std::string text_of(std::size_t line);
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    [[nodiscard]] const std::optional<RasError>& error() const { return error_; }

  private:
    const Document::Line* find(std::string_view key) const;
    void wrong(const Document::Line& line, std::string_view what);
    template <std::size_t size>
    bool binary_address(const Document::Line& line, std::array<std::uint8_t, size>& into);

    const Document& document_;
    LineRange lines_;
    Encoding encoding_;
    std::optional<RasError> error_;
};

}  // namespace openras::phonebook
