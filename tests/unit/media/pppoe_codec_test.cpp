// PPPoE's bytes: vectors as they were seen on wires, round trips, and everything that must be refused.
#include <gtest/gtest.h>

#include "media/pppoe/discovery_codec.h"
#include "media/pppoe/session_codec.h"

namespace openras::pppoe {
namespace {

constexpr MacAddress host{0x02, 0, 0, 0, 0, 0x01};
constexpr MacAddress server{0x02, 0, 0, 0, 0, 0x02};

ByteVector from_hex(std::string_view text) {
    ByteVector out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == '\n') continue;
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        if (high < 0)
            high = digit;
        else {
            out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
            high = -1;
        }
    }
    return out;
}

TEST(DiscoveryCodec, DecodesTheExampleOfTheRfc) {
    // RFC 2516 appendix B: a PADO; completed by its AC-Name "Go RedBack - eshshesh", and padded to 60 bytes.
    const auto frame = from_hex(
        "0200000000 01 0200000000 02 8863 11 07 0000 0020 0101 0000 0102 0018"
        "476f20526564426163 6b202d206573687368657368 0000 0000 0000 0000 0000");
    const auto packet = decode_discovery(frame);
    // The name's length is 24, but 21 bytes of text and three of zero are in it.
    ASSERT_TRUE(packet);
    DiscoveryPacket expected{host, server, Code::Pado, 0, {}};
    expected.add(TagType::ServiceName, {});
    expected.add(TagType::AcName, as_bytes(std::string_view("Go RedBack - eshshesh\0\0\0", 24)));
    EXPECT_EQ(*packet, expected);
}

TEST(DiscoveryCodec, EncodesAPadi) {
    DiscoveryPacket padi{broadcast_mac, host, Code::Padi, 0, {}};
    padi.add(TagType::ServiceName, as_bytes("isp"))
        .add(TagType::HostUniq, from_hex("0102"))
        .add_u16(TagType::PppMaxPayload, 1500);
    EXPECT_EQ(to_hex(encode(padi)),
              "ffffffffffff0200000000018863"
              "110900000013"
              "01010003697370"
              "010300020102"
              "0120000205dc");
    EXPECT_EQ(max_payload_of(padi), 1500);
}

TEST(DiscoveryCodec, RoundTripsWithUnknownTagsAndCutsAtTheEndOfTheList) {
    DiscoveryPacket pads{host, server, Code::Pads, 0x1234, {}};
    pads.add(TagType::ServiceName, {}).add(static_cast<TagType>(0x0fff), as_bytes("future"));
    auto frame = encode(pads);
    EXPECT_EQ(decode_discovery(frame), pads);
    DiscoveryPacket ended = pads;
    ended.add(TagType::EndOfList, {}).add(TagType::AcName, as_bytes("after the end"));
    EXPECT_EQ(decode_discovery(encode(ended)), pads);
    frame.insert(frame.end(), 20, 0xaa);  // padding
    EXPECT_EQ(decode_discovery(frame), pads);
}

TEST(DiscoveryCodec, ToleratesAPriorityTagOnly) {
    const auto plain = encode({host, server, Code::Padt, 7, {}});
    auto tagged = plain;
    const auto tag = from_hex("8100 e000");
    tagged.insert(tagged.begin() + 12, tag.begin(), tag.end());
    EXPECT_EQ(decode_discovery(tagged), decode_discovery(plain));
    tagged[15] = 5;
    EXPECT_EQ(decode_discovery(tagged).error(), DecodeError::OtherVlan);
}

TEST(DiscoveryCodec, RefusesWhatIsMalformed) {
    const auto good = encode(DiscoveryPacket{host, server, Code::Pado, 0, {}}.add(TagType::AcName, as_bytes("ac")));
    ASSERT_TRUE(decode_discovery(good));
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(decode_discovery(ConstBytes(good).first(size))) << size;
    const auto with = [&](std::size_t at, std::uint8_t value) {
        auto frame = good;
        frame[at] = value;
        return decode_discovery(frame).error();
    };
    EXPECT_EQ(with(13, 0x64), DecodeError::NotPppoe);
    EXPECT_EQ(with(14, 0x21), DecodeError::BadVersion);
    EXPECT_EQ(with(15, 0x08), DecodeError::UnknownCode);
    EXPECT_EQ(with(18, 0xff), DecodeError::BadLength);
    EXPECT_EQ(with(19, 7), DecodeError::BadLength);  // longer than the frame
    EXPECT_EQ(with(19, 5), DecodeError::BadTag);     // shorter than its tag
    EXPECT_EQ(with(19, 3), DecodeError::BadTag);     // half a tag's header
    EXPECT_EQ(with(23, 3), DecodeError::BadTag);     // a tag longer than the payload
    DiscoveryPacket many{host, server, Code::Pado, 0, {}};
    for (std::size_t i = 0; i <= max_tags; ++i) many.add(TagType::ServiceName, {});
    EXPECT_EQ(decode_discovery(encode(many)).error(), DecodeError::TooManyTags);
}

TEST(DiscoveryCodec, LeavesOutTagsThatDoNotFit) {
    DiscoveryPacket pado{host, server, Code::Pado, 0, {}};
    pado.add(TagType::ServiceName, ByteVector(1480)).add(TagType::ServiceName, ByteVector(100));
    pado.add(TagType::AcName, as_bytes("ac"));
    const auto frame = encode(pado);
    EXPECT_LE(frame.size(), 1514U);
    const auto packet = decode_discovery(frame);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->tags.size(), 2U);
    EXPECT_NE(packet->find(TagType::AcName), nullptr);
}

TEST(DiscoveryCodec, MakesErrorTextsPrintable) {
    DiscoveryPacket pads{host, server, Code::Pads, 0, {}};
    EXPECT_EQ(error_of(pads), std::nullopt);
    pads.add(TagType::AcSystemError, as_bytes("no\x1b[31m room"));
    EXPECT_EQ(error_of(pads), (ErrorTag{TagType::AcSystemError, "no\\x1b[31m room"}));
}

TEST(SessionCodec, RoundTripsWithPadding) {
    SessionHeader header = make_session_header(server, {0x1234, host});
    set_length(header, 4);
    ByteVector frame(header.begin(), header.end());
    const auto ppp = from_hex("c021 0101");
    frame.insert(frame.end(), ppp.begin(), ppp.end());
    frame.resize(60);
    const auto decoded = decode_session(frame);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->key, (SessionKey{0x1234, server}));
    EXPECT_EQ(to_hex(decoded->ppp), "c0210101");
    auto tagged = frame;
    const auto tag = from_hex("8100 2000");
    tagged.insert(tagged.begin() + 12, tag.begin(), tag.end());
    ASSERT_TRUE(decode_session(tagged));
    EXPECT_EQ(to_hex(decode_session(tagged)->ppp), "c0210101");
}

TEST(SessionCodec, RefusesWhatIsMalformed) {
    SessionHeader header = make_session_header(server, {1, host});
    set_length(header, 2);
    ByteVector frame(header.begin(), header.end());
    frame.resize(22);
    ASSERT_TRUE(decode_session(frame));
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_FALSE(decode_session(ConstBytes(frame).first(size))) << size;
    for (const auto& [at, value] : {std::pair{13, 0x63}, {14, 0x12}, {15, 1}, {19, 1}, {19, 0}, {18, 1}}) {
        auto bad = frame;
        bad[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
        EXPECT_FALSE(decode_session(bad)) << at;
    }
}

}  // namespace
}  // namespace openras::pppoe
