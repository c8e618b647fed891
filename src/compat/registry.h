// What the registry's functions have in common: open keys, and the file behind them (kit/registry.h).
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <utility>

#include "compat/guard.h"
#include "compat/kit/errors.h"
#include "compat/kit/registry.h"
#include "compat/registry_text.h"

namespace openras::compat::registry {

template <typename T>
using Result = std::expected<T, LSTATUS>;

/// The most that the functions take, as on Windows; data and depth more than programs use.
inline constexpr std::size_t longest_key_name = 255;
inline constexpr std::size_t longest_value_name = 16383;
inline constexpr std::size_t deepest_key = 512;
inline constexpr std::size_t most_data = std::size_t{1} << 20;

/// What `body` returns; 8 where memory runs out.
template <typename Body>
LSTATUS answer(Body&& body) {
    return safely<LSTATUS>(ERROR_NOT_ENOUGH_MEMORY, std::forward<Body>(body));
}

/// The path of an open key, or of a hive; 6.
Result<std::u16string> path_of(HKEY key);
/// The path of a key below one. 6; 87 where the name is too long, too deep, or cannot be written.
Result<std::u16string> path_below(HKEY key, std::u16string_view subkey);
/// A key becomes a handle, until close_key.
HKEY open_key(std::u16string path);
/// 6.
LSTATUS close_key(HKEY key);
bool is_hive(std::u16string_view path);

/// The file as it is now. What it has that is not understood is told on standard error, each line once. 5, 1012.
Result<RegistryText> read();
/// Changes the file, alone: `change` gets it as it is now and returns an error to leave it so. 5, 1012, 1013.
LSTATUS change(const std::function<LSTATUS(RegistryText&)>& change);

/// Whether the key is still there: 0 or 1018. A hive always is.
LSTATUS check_there(const RegistryText& text, std::u16string_view path);

}  // namespace openras::compat::registry
