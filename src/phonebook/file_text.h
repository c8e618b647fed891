// A book's text and how it stands in its file: 8-bit, or UTF-16 (as an editor of Windows saves it), which is UTF-8 in
// memory and UTF-16 again when it is written.
#pragma once

#include <string>
#include <string_view>

#include "base/ras_error.h"
#include "phonebook/files.h"

namespace openras::phonebook {

enum class FileForm {
    Bytes,            ///< as it is
    Utf16Le,          ///< without a byte order mark
    Utf16LeWithMark,  ///< FF FE first
    Utf16BeWithMark   ///< FE FF first
};

struct FileText {
    std::string text;
    FileForm form = FileForm::Bytes;
};

/// ERROR_CANNOT_LOAD_PHONEBOOK (622) where UTF-16 is begun and not kept to. @param name  stands before the error
Expected<FileText> text_of_file(std::string bytes, const std::string& name);
/// text_of_file() undone. 622 where a text that is not UTF-8 was to become UTF-16.
Expected<std::string> bytes_of_file(std::string text, FileForm form, const std::string& name);

/// read_whole() and text_of_file().
Expected<FileText> read_text(Files& files, const std::string& path, struct stat* version = nullptr);

}  // namespace openras::phonebook
