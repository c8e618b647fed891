// An INI file as GetPrivateProfileString sees it: sections in brackets, below each KEY=VALUE. A change touches its own
// line alone. Bytes, since these files have no encoding of their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openras::compat {

/// Case makes no difference in names; of two with one name the first counts.
class ProfileText {
  public:
    explicit ProfileText(std::string bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

    [[nodiscard]] std::vector<std::string> sections() const;
    [[nodiscard]] std::vector<std::string> keys(std::string_view section) const;
    /// Without the blanks around it and one pair of quotation marks.
    [[nodiscard]] std::optional<std::string> value(std::string_view section, std::string_view key) const;

    /// The section is made where it is missing.
    void set(std::string_view section, std::string_view key, std::string_view value);
    void remove(std::string_view section, std::string_view key);
    void remove_section(std::string_view section);

  private:
    struct Line {
        std::size_t begin = 0;
        std::size_t end = 0;  ///< behind its line end
        std::optional<std::string_view> section;
        std::string_view key;
        std::string_view value;
    };
    [[nodiscard]] std::vector<Line> lines() const;
    /// Its lines: the first is its header.
    [[nodiscard]] std::vector<Line> lines_of(std::string_view section) const;

    std::string bytes_;
};

}  // namespace openras::compat
