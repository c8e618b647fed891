#include "ppp/chap.h"

#include "ppp/weak_crypto.h"

namespace openras::ppp::chap {

std::optional<Value> parse_value(ConstBytes data) {
    ByteReader reader(data);
    const auto size = reader.u8();
    if (!size || *size == 0) return std::nullopt;
    const auto value = reader.bytes(*size);
    if (!value) return std::nullopt;
    return Value{*value, reader.rest()};
}

ByteVector make_value(ConstBytes value, std::string_view name) {
    ByteVector out;
    out.reserve(1 + value.size() + name.size());
    ByteWriter(out).u8(static_cast<std::uint8_t>(value.size())).bytes(value).text(name);
    return out;
}

std::array<std::uint8_t, 16> md5_response(std::uint8_t id, std::string_view secret, ConstBytes challenge) {
    const std::array<std::uint8_t, 1> id_byte{id};
    return weak::md5({id_byte, as_bytes(secret), challenge});
}

}  // namespace openras::ppp::chap
