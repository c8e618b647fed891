// One entry's lines, to be changed without touching a byte that need not change: order, unknown keys, comments, blanks
// and line ends stay. Knows where a key belongs, not what it means.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "phonebook/document.h"
#include "phonebook/encoding.h"
#include "phonebook/entry_layout.h"

namespace openras::phonebook {

/// A copy of an entry. Texts are UTF-8, whatever the file's encoding is. Nothing reaches the book before
/// Book::replace(). After an error the entry is as it was before the call.
///
/// A new line is put behind the line of the key that Windows writes next before it (key_order.h), else behind the
/// marker of its part; it ends as the entry's other lines do (CRLF in an entry of one unfinished line). A last line
/// without line end is given one, and the new last line has none.
///
/// Non-ASCII text in an entry with Encoding=0, or setting its Encoding= to 1, makes the whole entry UTF-8: its name and
/// every value (comments stay as they are).
class EntryEditor {
  public:
    /// @param section  of `book`
    EntryEditor(const Document& book, const Document::Section& section);

    /// UTF-8; as it was taken from the book until rename().
    [[nodiscard]] std::string name() const;
    /// Rules of names are the caller's (names.h); here 123 for what cannot stand between brackets: empty, control
    /// characters, more than max_name_bytes.
    Expected<void> rename(std::string_view name);

    /// The value of the first line of that key; std::nullopt where the part has none. 625: the bytes are not what
    /// Encoding= promises.
    [[nodiscard]] Expected<std::optional<std::string>> get(const Place& place, std::string_view key) const;
    /// All values of a key that is repeated (CustomAuthData=), in order.
    [[nodiscard]] Expected<std::vector<std::string>> get_all(const Place& place, std::string_view key) const;

    /// Changes the first line of that key, or adds one. A value that is already there changes nothing. Blanks around
    /// the value are not kept: a phone book cannot hold them. ERROR_INVALID_PARAMETER (87): the value holds a line
    /// break, NUL or another control character but TAB, is not UTF-8, or the line would be longer than max_line_bytes;
    /// the key is none, or begins a block; the part is missing.
    Expected<void> set(const Place& place, std::string_view key, std::string_view value);
    /// As many lines of that key as values; all others of that key in the part are removed.
    Expected<void> set_all(const Place& place, std::string_view key, std::span<const std::string> values);
    /// Removes each line of that key in the part. Where there is none nothing happens.
    Expected<void> remove(const Place& place, std::string_view key);

    /// The value of a block's marker: "rastapi" of MEDIA=, "vpn" of DEVICE=, the number of PhoneNumber=.
    Expected<void> set_marker(const Place& place, std::string_view value);

    // Blocks. A new one stands at `place` (whose last number may be the count: the end) and consists of its marker
    // alone, with a blank line before a MEDIA= or DEVICE= as Windows writes it. 87 where the part before it is missing.
    Expected<void> add_block(const Place& place, std::string_view value);
    /// Removes the block with all that is in it (a link with its devices and numbers), and the blank lines before it.
    Expected<void> remove_block(const Place& place);

    [[nodiscard]] const EntryLayout& layout() const { return layout_; }
    [[nodiscard]] const Document& document() const { return document_; }
    [[nodiscard]] const Document::Section& section() const { return document_.sections().front(); }
    [[nodiscard]] Encoding encoding() const { return encoding_; }
    /// The entry as it will stand in the file.
    [[nodiscard]] const std::string& bytes() const { return document_.bytes(); }
    [[nodiscard]] bool changed() const { return document_.bytes() != original_bytes_; }
    /// The bytes of the name in the book it was taken from.
    [[nodiscard]] const std::string& original_name() const { return original_name_; }

  private:
    Expected<void> splice(std::size_t offset, std::size_t length, std::string_view with);
    /// @param after  index of the line that it follows
    Expected<void> insert_line(std::size_t after, std::string_view text, bool blank_before = false);
    Expected<void> change(const Place& place, std::string_view key, std::string_view value);
    /// Text that has been checked, in the entry's encoding.
    Expected<void> write_line(const Place& place, std::string_view key, std::string_view value);
    void remove_lines(const Place& place, std::string_view key, std::size_t from);
    Expected<void> become_utf8();
    template <typename Steps>
    Expected<void> all_or_nothing(Steps&& steps);
    /// The line (index) behind which a new one of this key goes.
    [[nodiscard]] std::size_t line_before(const Place& place, std::string_view key) const;
    [[nodiscard]] std::size_t last_text_before(std::size_t line) const;

    Document document_;  ///< of this entry alone
    EntryLayout layout_;
    Encoding encoding_;
    std::string line_end_;
    std::string original_name_;
    std::string original_bytes_;
};

}  // namespace openras::phonebook
