#include "manager/advertised_names.h"

#include <algorithm>

namespace openras::manager {

namespace {

std::optional<TimePoint> end_of(std::uint32_t lifetime, TimePoint now) {
    if (lifetime == dataplane::RouterAdvertisement::kForever) return std::nullopt;
    return now + std::chrono::seconds(lifetime);
}

/// `value` moves to the place `at`, or is added there, or goes where its lifetime is 0.
template <typename List, typename Value>
void place(List& list, std::size_t& at, const Value& value, std::uint32_t lifetime, TimePoint now) {
    const auto old = std::ranges::find_if(list, [&](const auto& kept) { return kept.value == value; });
    if (old != list.end()) {
        if (static_cast<std::size_t>(old - list.begin()) < at) return;  // twice in one advertisement
        list.erase(old);
    }
    if (lifetime == 0) return;
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(at++), {value, end_of(lifetime, now)});
}

template <typename List>
void drop_expired(List& list, TimePoint now) {
    std::erase_if(list, [&](const auto& kept) { return kept.until && *kept.until <= now; });
}

template <typename List>
void cut(List& list, std::size_t most) {
    if (list.size() > most) list.erase(list.begin() + static_cast<std::ptrdiff_t>(most), list.end());
}

template <typename List>
void earliest_end(const List& list, std::optional<TimePoint>& earliest) {
    for (const auto& kept : list)
        if (kept.until && (!earliest || *kept.until < *earliest)) earliest = kept.until;
}

}  // namespace

void AdvertisedNames::take(const dataplane::RouterAdvertisement& advertisement, TimePoint now) {
    expire(now);
    std::size_t at = 0;
    for (const auto& server : advertisement.servers) place(servers_, at, server.address, server.lifetime, now);
    cut(servers_, most_servers);
    at = 0;
    for (const auto& domain : advertisement.domains) place(domains_, at, domain.name, domain.lifetime, now);
    cut(domains_, most_domains);
}

void AdvertisedNames::forget() {
    servers_.clear();
    domains_.clear();
    told_ = {};
}

void AdvertisedNames::expire(TimePoint now) {
    drop_expired(servers_, now);
    drop_expired(domains_, now);
}

AdvertisedNames::Told AdvertisedNames::now_valid() const {
    Told told;
    for (const auto& kept : servers_) told.servers.push_back(kept.value);
    for (const auto& kept : domains_) told.domains.push_back(kept.value);
    return told;
}

std::optional<TimePoint> AdvertisedNames::not_before() const {
    if (!spent_until_) return std::nullopt;
    return *spent_until_ - (changes_at_once - 1) * between_changes;
}

std::optional<TimePoint> AdvertisedNames::next_deadline() const {
    if (now_valid() != told_) return not_before();
    std::optional<TimePoint> earliest;
    earliest_end(servers_, earliest);
    earliest_end(domains_, earliest);
    if (earliest && not_before()) earliest = std::max(*earliest, *not_before());
    return earliest;
}

bool AdvertisedNames::changed(TimePoint now) {
    expire(now);
    if (const auto earliest = not_before(); earliest && now < *earliest) return false;
    Told valid = now_valid();
    if (valid == told_) return false;
    told_ = std::move(valid);
    spent_until_ = std::max(spent_until_.value_or(now), now) + between_changes;
    return true;
}

}  // namespace openras::manager
