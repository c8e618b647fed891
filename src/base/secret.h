// A password or key: held once, never printed, wiped when it goes.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace openras {

/// Wipes the memory in a way that the compiler may not remove.
void wipe(void* data, std::size_t size);

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string_view text) : bytes_(as_bytes(text).begin(), as_bytes(text).end()) {}
    ~Secret() { clear(); }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            clear();
            bytes_ = other.bytes_;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            clear();
            bytes_ = std::move(other.bytes_);
            other.bytes_.clear();
        }
        return *this;
    }

    /// A view that lives as long as this object is neither changed nor destroyed. Never log it.
    [[nodiscard]] std::string_view reveal() const { return as_text(bytes_); }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }
    void clear() {
        wipe(bytes_.data(), bytes_.size());
        bytes_.clear();
    }
    bool operator==(const Secret& other) const = default;

  private:
    ByteVector bytes_;
};

}  // namespace openras
