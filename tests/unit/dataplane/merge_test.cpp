#include "dataplane/merge.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace openras::dataplane {
namespace {

using namespace testing;

// Segments of one flow as a sender makes them.
std::vector<ByteVector> train(Spec first, const std::vector<std::size_t>& sizes) {
    std::vector<ByteVector> packets;
    std::uint8_t value = 0;
    for (const std::size_t size : sizes) {
        first.payload = ByteVector(size, ++value);
        packets.push_back(build(first));
        first.sequence += static_cast<std::uint32_t>(size);
        ++first.id;
    }
    return packets;
}

std::vector<std::size_t> counts(const std::vector<Written>& written) {
    std::vector<std::size_t> result;
    result.reserve(written.size());
    for (const auto& item : written) result.push_back(item.packets);
    return result;
}
using Counts = std::vector<std::size_t>;

// The batch cut again must be the batch.
std::vector<ByteVector> cut_again(const std::vector<Written>& written) {
    std::vector<ByteVector> packets;
    for (const auto& item : written)
        for (const auto& frame : split_frames(item.header, item.packet, 65535))
            packets.push_back(without_protocol(frame));
    return packets;
}

struct Case {
    bool ipv6;
    bool udp;
};
class Merge : public ::testing::TestWithParam<Case> {
  protected:
    Spec spec() const {
        Spec spec;
        spec.ipv6 = GetParam().ipv6;
        spec.udp = GetParam().udp;
        return spec;
    }
};
INSTANTIATE_TEST_SUITE_P(Kinds, Merge,
                         ::testing::Values(Case{false, false}, Case{true, false}, Case{false, true}, Case{true, true}));

TEST_P(Merge, ATrainBecomesOne) {
    const auto packets = train(spec(), {1400, 1400, 1400, 300});
    const auto written = merge_all(packets);
    ASSERT_EQ(counts(written), Counts{4});
    EXPECT_EQ(written[0].header.gso_size, 1400);
    EXPECT_EQ(written[0].packet.size(), spec().header_size() + 4500);
    EXPECT_EQ(written[0].header, gso(spec(), 1400));
    // The kernel gets the pseudo header's sum to complete.
    const std::size_t ip = spec().ip_size();
    EXPECT_EQ(get16(written[0].packet, ip + (spec().udp ? 6 : 16)),
              pseudo_sum(written[0].packet, spec().udp ? 17 : 6, written[0].packet.size() - ip));
    if (!spec().ipv6) {
        EXPECT_EQ(naive_sum(ConstBytes(written[0].packet).first(20)), 0xffff);
    }
    EXPECT_EQ(cut_again(written), packets);
}

TEST_P(Merge, AShortOrALongSegmentEndsTheRun) {
    const auto packets = train(spec(), {1400, 500, 500, 500, 600, 600});
    const auto written = merge_all(packets);
    EXPECT_EQ(counts(written), (Counts{2, 2, 2}));
    EXPECT_EQ(cut_again(written), packets);
}

TEST_P(Merge, NothingIsLongerThanAnIpPacketMayBe) {
    const auto packets = train(spec(), std::vector<std::size_t>(100, 1452));
    const auto written = merge_all(packets);
    EXPECT_EQ(written.size(), 3u);
    for (const auto& item : written) EXPECT_LE(item.packet.size(), 65535u);
    EXPECT_EQ(cut_again(written), packets);
}

TEST_P(Merge, TheNumberOfPiecesIsBounded) {
    const auto packets = train(spec(), std::vector<std::size_t>(2000, 1));
    const auto written = merge_all(packets);
    for (const auto& item : written) EXPECT_LE(item.packets, spec().udp ? 64 : Merger::kMostPieces);
    EXPECT_EQ(cut_again(written).size(), 2000u);
}

TEST_P(Merge, AWrongChecksumIsNeverMadeRight) {
    for (std::size_t bad = 0; bad < 4; ++bad) {
        auto packets = train(spec(), {100, 100, 100, 100});
        packets[bad].back() ^= 0x40;
        const auto written = merge_all(packets);
        std::size_t faulty = 0;
        for (const auto& item : written) {
            if (item.packets > 1) continue;
            EXPECT_EQ(item.header, VirtioHeader{});
            if (!fault(item.packet).empty()) ++faulty;
        }
        EXPECT_EQ(faulty, 1u) << bad;
        EXPECT_EQ(cut_again(written), packets);
    }
}

TEST_P(Merge, AWrongIpChecksumIsNeverMadeRight) {
    if (spec().ipv6) return;
    for (std::size_t bad = 0; bad < 3; ++bad) {
        auto packets = train(spec(), {100, 100, 100});
        packets[bad][10] ^= 0x40;
        EXPECT_EQ(cut_again(merge_all(packets)), packets);
    }
}

TEST_P(Merge, WhatDiffersIsNotMerged) {
    const auto separate = [&](auto change) {
        Spec first = spec();
        first.payload = ByteVector(100, 1);
        Spec second = first;
        second.payload = ByteVector(100, 2);
        second.sequence += 100;
        ++second.id;
        change(second);
        const std::vector<ByteVector> packets{build(first), build(second)};
        const auto written = merge_all(packets);
        EXPECT_EQ(cut_again(written), packets);
        return written.size() == 2;
    };
    EXPECT_FALSE(separate([](Spec&) {}));
    EXPECT_TRUE(separate([](Spec& s) { s.source_port = 4321; }));
    EXPECT_TRUE(separate([](Spec& s) { s.tos = 4; }));
    EXPECT_TRUE(separate([](Spec& s) { s.ttl = 63; }));
    EXPECT_TRUE(separate([](Spec& s) { s.ip_options = 8; }));
    if (!spec().ipv6) {
        EXPECT_TRUE(separate([](Spec& s) { s.id += 1; }));
        EXPECT_TRUE(separate([](Spec& s) { s.dont_fragment = true; }));
    }
    if (spec().udp) return;
    EXPECT_TRUE(separate([](Spec& s) { s.sequence += 1; }));
    EXPECT_TRUE(separate([](Spec& s) { s.acknowledgement += 1; }));
    EXPECT_TRUE(separate([](Spec& s) { s.window += 1; }));
    EXPECT_TRUE(separate([](Spec& s) { s.tcp_options = {1, 1, 1, 1}; }));
    for (const std::uint8_t flag : {0x01, 0x02, 0x04, 0x20, 0x40, 0x80})
        EXPECT_TRUE(separate([flag](Spec& s) { s.flags |= flag; })) << int{flag};
    EXPECT_TRUE(separate([](Spec& s) { s.flags = 0; }));
    EXPECT_TRUE(separate([](Spec& s) { s.payload.clear(); }));
}

TEST_P(Merge, ARandomBatchOfFlowsKeepsEachFlowsOrderAndBytes) {
    std::mt19937 random(6);
    for (int round = 0; round < 300; ++round) {
        constexpr std::size_t kFlows = 5;
        std::vector<Spec> flows(kFlows, spec());
        std::vector<std::vector<ByteVector>> sent(kFlows);
        std::vector<ByteVector> batch;
        for (std::size_t i = 0; i < kFlows; ++i) {
            flows[i].source_port = static_cast<std::uint16_t>(2000 + i);
            flows[i].sequence = static_cast<std::uint32_t>(random());
            if (!spec().udp) flows[i].tcp_options = ByteVector(random() % 4 * 4, 1);
        }
        for (std::size_t i = random() % 200; i > 0; --i) {
            const std::size_t flow = random() % kFlows;
            Spec& next = flows[flow];
            next.payload = random_bytes(random, random() % 4 == 0 ? random() % 1400 : 700);
            next.flags = 0x10;
            if (random() % 6 == 0) next.flags |= 0x08;
            if (random() % 30 == 0) next.flags |= 0x01;
            auto packet = build(next);
            if (random() % 40 == 0) packet[packet.size() - 1] ^= 1;
            next.sequence += static_cast<std::uint32_t>(next.payload.size());
            if (random() % 30 == 0) next.sequence += 10;
            ++next.id;
            sent[flow].push_back(packet);
            batch.push_back(std::move(packet));
        }
        const auto back = cut_again(merge_all(batch));
        ASSERT_EQ(back.size(), batch.size());
        std::vector<std::vector<ByteVector>> arrived(kFlows);
        for (const auto& packet : back) arrived.at(get16(packet, spec().ip_size()) - 2000u).push_back(packet);
        for (std::size_t i = 0; i < kFlows; ++i) ASSERT_EQ(arrived[i], sent[i]) << round;
    }
}

TEST(MergeTcp, PushEndsTheRunAndIsKept) {
    Spec spec;
    auto packets = train(spec, {100, 100});
    spec.sequence += 200;
    spec.id += 2;
    spec.flags = 0x18;
    const auto pushed = train(spec, {100});
    packets.push_back(pushed[0]);
    spec.sequence += 100;
    spec.id += 1;
    spec.flags = 0x10;
    for (auto& packet : train(spec, {100, 100})) packets.push_back(packet);
    const auto written = merge_all(packets);
    EXPECT_EQ(counts(written), (Counts{3, 2}));
    EXPECT_EQ(written[0].packet[20 + 13], 0x18);
    EXPECT_EQ(written[1].packet[20 + 13], 0x10);
    EXPECT_EQ(cut_again(written), packets);
}

TEST(MergeTcp, SequenceNumbersWrap) {
    Spec spec;
    spec.sequence = 0xffffff00;
    const auto packets = train(spec, {200, 200, 200});
    EXPECT_EQ(counts(merge_all(packets)), Counts{3});
    EXPECT_EQ(cut_again(merge_all(packets)), packets);
}

TEST(MergeTcp, TheIdentificationOfUnfragmentablePacketsMeansNothing) {
    Spec spec;
    spec.dont_fragment = true;
    auto packets = train(spec, {100});
    spec.sequence += 100;
    spec.id = 999;
    packets.push_back(train(spec, {100})[0]);
    EXPECT_EQ(counts(merge_all(packets)), Counts{2});
}

TEST(MergeTcp, AFinIsNotOvertakenByLaterData) {
    Spec spec;
    auto packets = train(spec, {100, 100});
    Spec ack = spec;  // a pure acknowledgement between
    ack.sequence += 200;
    packets.push_back(build(ack));
    spec.sequence += 200;
    spec.id += 2;
    for (auto& packet : train(spec, {100, 100})) packets.push_back(packet);
    EXPECT_EQ(counts(merge_all(packets)), (Counts{2, 1, 2}));
    EXPECT_EQ(cut_again(merge_all(packets)), packets);
}

TEST(MergeTcp, AFragmentEndsAllRuns) {
    Spec spec;
    auto packets = train(spec, {100, 100, 100});
    auto fragment = build(Spec{.udp = true, .payload = ByteVector(64)});
    fragment[6] = 0x20;
    packets.insert(packets.begin() + 2, fragment);
    EXPECT_EQ(counts(merge_all(packets)), (Counts{2, 1, 1}));
}

TEST(MergeTcp, BatchesAreApart) {
    const auto packets = train(Spec{}, {100, 100});
    Merger merger;
    EXPECT_EQ(counts(merge_all(merger, {packets[0]})), Counts{1});
    EXPECT_EQ(counts(merge_all(merger, {packets[1]})), Counts{1});
    EXPECT_TRUE(merge_all(merger, {}).empty());
}

TEST(MergeUdp, WithoutAChecksumNothingIsMerged) {
    auto packets = train(Spec{.udp = true}, {100, 100});
    for (auto& packet : packets) set16(packet, 26, 0);
    EXPECT_EQ(counts(merge_all(packets)), (Counts{1, 1}));
}

TEST(MergeUdp, AKernelThatRefusesItGetsDatagrams) {
    const auto packets = train(Spec{.udp = true}, {100, 100, 100});
    Merger merger;
    KeepingWriter writer;
    writer.refuse_udp = true;
    for (int round = 0; round < 2; ++round) {
        writer.written.clear();
        for (const auto& packet : packets) merger.add(packet);
        merger.flush(writer);
        EXPECT_EQ(cut_again(writer.written), packets);
    }
}

TEST(Merge, OtherProtocolsPass) {
    auto icmp = build(Spec{.payload = ByteVector(64)});
    icmp[9] = 1;
    const std::vector<ByteVector> packets{icmp, icmp};
    EXPECT_EQ(counts(merge_all(packets)), (Counts{1, 1}));
}

}  // namespace
}  // namespace openras::dataplane
