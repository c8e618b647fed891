// The registry of the porting kit as a text: keys in brackets, below each its values, one a line, written as .reg files
// write them. What is not understood is kept as it is and reported: a damaged line costs itself alone, a damaged key's
// line the values below it.
//
//     [HKEY_CURRENT_USER\Software\Example]
//     @="the value without a name"
//     "User"="alice"
//     "Redial"=dword:00000003
//     "Raw"=hex:01,ff
//     "Path"=hex(2):25,00,41,00,25,00,00,00
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openras::compat {

struct RegistryValue {
    std::u16string name;  ///< "" is the value without a name
    std::uint32_t type = 0;
    std::string data;  ///< bytes; texts are UTF-16 with their NUL

    bool operator==(const RegistryValue&) const = default;
};

struct RegistryDamage {
    std::size_t line = 0;  ///< counted from 1
    std::string text;
    std::string_view reason;
};

/// Paths are "HKEY_CURRENT_USER\Software\Example"; case makes no difference in paths and names.
class RegistryText {
  public:
    static RegistryText parse(std::string_view bytes);
    [[nodiscard]] std::string bytes() const;
    [[nodiscard]] std::vector<RegistryDamage> damage() const;

    /// A key is there if it, or one below it, has a line.
    [[nodiscard]] bool has_key(std::u16string_view path) const;
    /// The names of the keys right below it, in the order of the text.
    [[nodiscard]] std::vector<std::u16string> subkeys(std::u16string_view path) const;
    /// Of two values with one name the first counts.
    [[nodiscard]] std::vector<RegistryValue> values(std::u16string_view path) const;
    [[nodiscard]] std::optional<RegistryValue> value(std::u16string_view path, std::u16string_view name) const;

    /// With the keys above it.
    void make_key(const std::u16string& path);
    /// The key is made where it is missing.
    void set(const std::u16string& path, RegistryValue value);
    /// @return whether it was there
    bool remove_value(std::u16string_view path, std::u16string_view name);
    /// With the keys below it. Damaged lines stay, at the beginning of the text.
    void remove_key(std::u16string_view path);

  private:
    struct Line {
        std::string raw;  ///< without its line end
        std::optional<RegistryValue> value;
        std::u16string folded_name;
        std::string_view damage;  ///< why it is not understood; empty: it is
    };
    struct Section {
        std::optional<Line> header;  ///< none before the first key
        std::u16string path;         ///< empty: nobody's
        std::u16string folded_path;
        std::vector<Line> lines;
    };

    static Line parse_line(std::string_view raw, bool below_key);
    static Section parse_header(std::string_view raw);
    Section* find(std::u16string_view path);

    std::vector<Section> sections_;
};

/// Whether the format can hold it: no control characters, no half of a surrogate pair.
bool is_registry_name(std::u16string_view name);

/// A text's units from its bytes in a value (a last half unit is left out), and back.
std::u16string units_of(std::string_view data);
std::string bytes_of(std::u16string_view units);

}  // namespace openras::compat
