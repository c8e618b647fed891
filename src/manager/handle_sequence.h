// The numbers of connections. They stay below 0x80000000, since programs keep an HRASCONN in a LONG or an int and give
// it back sign-extended; they begin at random, so that a handle of an earlier manager is not one of this; and none is
// used twice before all have been, so that a handle that is gone can be told from one that never was.
#pragma once

#include <cstdint>

#include "manager/dial_observer.h"

namespace openras::manager {

class HandleSequence {
  public:
    static constexpr Handle largest = 0x7fffffff;

    /// @param start  any number; the first handle follows from it
    explicit HandleSequence(std::uint32_t start) : first_(start & largest) {}

    Handle next() {
        Handle handle = 0;
        do handle = (first_ + given_++) & largest;
        while (handle == 0);
        return handle;
    }

    /// Whether next() has ever returned `handle`.
    [[nodiscard]] bool gave_out(Handle handle) const {
        return handle != 0 && handle <= largest && ((handle - first_) & largest) < given_;
    }

  private:
    Handle first_;
    std::uint64_t given_ = 0;  ///< how many, counting the 0 that is passed over
};

}  // namespace openras::manager
