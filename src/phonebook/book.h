// A phone book in memory: which entries it has, each of them, and changes to them. BookStore brings it back to disk.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "phonebook/document.h"
#include "phonebook/entry.h"
#include "phonebook/entry_editor.h"
#include "phonebook/properties.h"

namespace openras::phonebook {

class Book {
  public:
    /// Reads a file. ERROR_CANNOT_OPEN_PHONEBOOK (621): it is missing, not readable or no file;
    /// ERROR_CANNOT_LOAD_PHONEBOOK (622): too large, or begun as UTF-16 and none.
    static Expected<Book> load(const std::string& path);
    /// @param name_for_errors  stands before each error: "rasphone.pbk:12: ..."
    static Expected<Book> parse(std::string bytes, std::string name_for_errors);

    /// In the order of the file, UTF-8.
    [[nodiscard]] std::vector<std::string> entry_names() const;

    /// The entry of this name; where none has exactly it, the first that differs in the case of ASCII letters alone.
    /// Entry::name has the book's spelling. 623 where there is none, 625 where it is damaged (other entries may be
    /// good).
    [[nodiscard]] Expected<Entry> entry(std::string_view name) const;

    /// Whether entry() would find one. Uniqueness of names is decided by this, too: names that differ in the case of
    /// ASCII letters alone are one.
    [[nodiscard]] bool contains(std::string_view name) const;
    /// As entry(), with everything that RASENTRY says.
    [[nodiscard]] Expected<EntryProperties> properties(std::string_view name) const;

    // Changes. An entry is found as entry() finds it; after an error the book is as it was. References and views into
    // document() end with each of them.

    /// write_properties() to an existing entry; 623 where there is none, 625, 87.
    Expected<void> set_properties(std::string_view name, const EntryProperties& properties);
    /// A new entry at the end of the book. 123: no name for a new entry (validate_entry_name); 183: the name is
    /// taken; 87.
    Expected<void> add(std::string_view name, const EntryProperties& properties, const NewEntry& made);
    /// A copy of an entry, behind the last one, with a name, guid and uid of its own. 623, 123, 183.
    Expected<void> copy(std::string_view from, std::string_view to, const NewEntry& made);
    /// 623; 123 (validate_renamed_entry); 183 where another entry has the name (the same entry may change its case).
    Expected<void> rename(std::string_view from, std::string_view to);
    /// With all its lines, comments behind it included, and every other entry of that exact name (which did not count).
    /// 623.
    Expected<void> remove(std::string_view name);

    /// For single keys: a copy of the entry's lines, to be given to replace(). 623.
    [[nodiscard]] Expected<EntryEditor> edit(std::string_view name) const;
    /// Puts the lines in the place of the entry that they were taken from (by its name then). 623, 183.
    Expected<void> replace(const EntryEditor& entry);

    [[nodiscard]] const Document& document() const { return document_; }
    [[nodiscard]] const std::string& bytes() const { return document_.bytes(); }

  private:
    explicit Book(Document document);
    [[nodiscard]] Expected<const Document::Section*> find(std::string_view name) const;
    [[nodiscard]] Expected<void> free_name(std::string_view name) const;
    /// @param with  the new text of the section, empty to remove it
    Expected<void> splice(const Document::Section& section, std::string_view with);
    Expected<void> append(std::string_view entry);
    Expected<void> become(std::string bytes);

    Document document_;
    std::unordered_map<std::string, std::size_t> sections_;         ///< by exact name; the value counts sections
    std::unordered_map<std::string, std::size_t> lowercase_names_;  ///< ASCII letters in lower case: the first of them
};

}  // namespace openras::phonebook
