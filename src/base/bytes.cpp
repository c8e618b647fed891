#include "base/bytes.h"

#include <boost/endian/conversion.hpp>
#include <stdexcept>

namespace openras {

namespace endian = boost::endian;

std::optional<ConstBytes> ByteReader::bytes(std::size_t count) {
    if (count > rest_.size()) return std::nullopt;
    const ConstBytes out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
}

std::optional<std::uint8_t> ByteReader::u8() {
    const auto view = bytes(1);
    if (!view) return std::nullopt;
    return view->front();
}

std::optional<std::uint16_t> ByteReader::u16() {
    const auto view = bytes(2);
    if (!view) return std::nullopt;
    return endian::load_big_u16(view->data());
}

std::optional<std::uint32_t> ByteReader::u32() {
    const auto view = bytes(4);
    if (!view) return std::nullopt;
    return endian::load_big_u32(view->data());
}

ByteWriter& ByteWriter::u8(std::uint8_t value) {
    out_.push_back(value);
    return *this;
}

ByteWriter& ByteWriter::u16(std::uint16_t value) {
    out_.resize(out_.size() + 2);
    endian::store_big_u16(out_.data() + out_.size() - 2, value);
    return *this;
}

ByteWriter& ByteWriter::u32(std::uint32_t value) {
    out_.resize(out_.size() + 4);
    endian::store_big_u32(out_.data() + out_.size() - 4, value);
    return *this;
}

ByteWriter& ByteWriter::bytes(ConstBytes value) {
    out_.insert(out_.end(), value.begin(), value.end());
    return *this;
}

ByteWriter& ByteWriter::text(std::string_view value) {
    return bytes(as_bytes(value));
}

ByteWriter& ByteWriter::zeros(std::size_t count) {
    out_.resize(out_.size() + count, 0);
    return *this;
}

void ByteWriter::patch_u16(std::size_t position, std::uint16_t value) {
    if (position + 2 > out_.size()) throw std::out_of_range("ByteWriter::patch_u16 beyond what was written");
    endian::store_big_u16(out_.data() + position, value);
}

std::string to_hex(ConstBytes bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
    return out;
}

}  // namespace openras
