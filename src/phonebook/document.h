// A .pbk file as lines: every byte is kept, so that a writer can change one value and leave the rest as it found it
// (unknown keys, order, line ends, comments). Knows the syntax, not the meaning of keys. Reads as leniently as Windows
// reads INI files: an odd line costs its own entry at most, never the book.
// Source: [MS-RRASM] 2.2.2 "File Format for Phonebook", and what public files show beyond it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ras_error.h"

namespace openras::phonebook {

inline constexpr std::size_t max_file_bytes = 64 * 1024 * 1024;
inline constexpr std::size_t max_line_bytes = 1024 * 1024;
inline constexpr std::size_t max_value_bytes = 63 * 1024;  ///< that we write: other readers have shorter lines
inline constexpr std::size_t max_lines = 4'000'000;        ///< a line costs more memory than its bytes
inline constexpr std::size_t max_name_bytes = 1536;        ///< [MS-RRASM] note 203
inline constexpr std::size_t max_remarks = 100;            ///< on one book; what is behind them is not told one by one

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/// 3 where a text begins with it, else 0.
inline std::size_t byte_order_mark_size(std::string_view text) {
    return text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
}

class Document {
  public:
    /// A piece of the file.
    struct Span {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
        bool operator==(const Span&) const = default;
    };

    enum class LineKind : std::uint8_t {
        Blank,
        Comment,  ///< begins with ';', '#' or '//'; Windows has none, people write them
        Header,   ///< [name]
        Setting,  ///< Key=Value
        Unknown   ///< none of these; kept and passed over
    };

    /// A line of the file; its number is its index + 1.
    struct Line {
        LineKind kind = LineKind::Blank;
        Span whole;  ///< with its line end
        Span key;    ///< without surrounding blanks; of a Header: the name
        Span value;  ///< without surrounding blanks
        bool operator==(const Line&) const = default;
    };

    /// An entry: its header and all lines up to the next header. Lines that belong to no entry (those before the first,
    /// those of a second entry of one name) are in no section.
    struct Section {
        std::size_t header = 0;       ///< index of the header line
        std::size_t end = 0;          ///< index behind the last line
        std::size_t fault_line = 0;   ///< where `fault` is
        const char* fault = nullptr;  ///< what makes the entry unusable, if anything
        bool operator==(const Section&) const = default;
    };

    /// A line that does not count, and why.
    struct Remark {
        std::size_t line = 0;  ///< index
        std::string what;
        bool operator==(const Remark&) const = default;
    };

    /// Any text is a book. ERROR_CANNOT_LOAD_PHONEBOOK (622) where it is too large.
    /// @param name  stands before each error: "rasphone.pbk:12: ..."
    static Expected<Document> parse(std::string bytes, std::string name);

    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
    /// What was passed over, max_remarks at most.
    [[nodiscard]] const std::vector<Remark>& remarks() const { return remarks_; }
    /// 625 at the line that makes this entry unusable, if there is one.
    [[nodiscard]] Expected<void> check(const Section& section) const;

    [[nodiscard]] std::string_view text(Span span) const {
        return std::string_view(bytes_).substr(span.offset, span.length);
    }
    /// The name between the brackets, as it is in the file.
    [[nodiscard]] std::string_view raw_name(const Section& section) const { return text(lines_[section.header].key); }

    /// An error at a line (index).
    [[nodiscard]] std::unexpected<RasError> error_at(std::size_t line, std::string_view what) const;

  private:
    Document(std::string bytes, std::string name) : bytes_(std::move(bytes)), name_(std::move(name)) {}

    std::string bytes_;
    std::string name_;
    std::vector<Line> lines_;
    std::vector<Section> sections_;
    std::vector<Remark> remarks_;
};

}  // namespace openras::phonebook
