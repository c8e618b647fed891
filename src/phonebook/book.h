// A phone book that has been read: which entries it has, and each of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phonebook/document.h"
#include "phonebook/entry.h"

namespace openras::phonebook {

class Book {
  public:
    /// Reads a file. ERROR_CANNOT_OPEN_PHONEBOOK (621): it is missing, not readable or no file;
    /// ERROR_CANNOT_LOAD_PHONEBOOK (622): too large, or UTF-16; ERROR_CORRUPT_PHONEBOOK (625): see Document.
    static Expected<Book> load(const std::string& path);
    /// @param name_for_errors  stands before each error: "rasphone.pbk:12: ..."
    static Expected<Book> parse(std::string bytes, std::string name_for_errors);

    /// In the order of the file, UTF-8.
    [[nodiscard]] std::vector<std::string> entry_names() const;

    /// The entry of this name; where none has exactly it, the first that differs in the case of ASCII letters alone.
    /// Entry::name has the book's spelling. 623 where there is none, 625 where it is damaged (other entries may be
    /// good).
    [[nodiscard]] Expected<Entry> entry(std::string_view name) const;

    [[nodiscard]] const Document& document() const { return document_; }

  private:
    explicit Book(Document document) : document_(std::move(document)) {}

    Document document_;
};

}  // namespace openras::phonebook
