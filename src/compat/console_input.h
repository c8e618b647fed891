// Standard input of the kit: waits for it pump, and keys can be had without a line end.
#pragma once

#include <cstdio>

#include "compat/pumping.h"

namespace openras::compat {

/// Waits, pumping, until a read of the stream would not block; the terminal reads lines. Another stream than standard
/// input is not waited for.
void wait_for_input(std::FILE* stream);

/// One key, at once and without an echo where standard input is a terminal; EOF at the end.
int read_key();
/// Whether a key is there.
bool key_is_there();

}  // namespace openras::compat
