// Where the parts of an entry are. A block has no brackets: it begins at its marker key and ends where the next begins,
// so the order of lines decides, here and nowhere else.
// Source: [MS-RRASM] 2.2.2.2: an entry's own keys, NETCOMPONENTS=, then a MEDIA= block for each link, in it DEVICE=
// blocks, in those a PhoneNumber= block for each number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "phonebook/document.h"

namespace openras::phonebook {

enum class Part : std::uint8_t {
    Entry,          ///< the entry's own keys, before the first block
    NetComponents,  ///< NETCOMPONENTS= and what follows
    Media,          ///< MEDIA= with Port= and Device=: wherever they stand in the link
    Device,  ///< DEVICE= and what belongs to the device (with the numbers: LastSelectedPhone= stands behind them)
    Phone    ///< PhoneNumber= and what belongs to that number
};

/// A part of an entry; all numbers count from 0.
struct Place {
    Part part = Part::Entry;
    std::size_t link = 0;
    std::size_t device = 0;
    std::size_t phone = 0;
    bool operator==(const Place&) const = default;
};

/// Indexes of lines, [begin, end).
struct LineRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const LineRange&) const = default;
};

struct DeviceBlock {
    LineRange lines;
    std::vector<LineRange> phones;
};

struct LinkBlock {
    LineRange lines;
    std::vector<DeviceBlock> devices;
    /// The device that is dialled: the first that is no `switch` (a terminal window or script before or after it). 0
    /// where there is none.
    std::size_t main_device = 0;
};

struct EntryLayout {
    LineRange all;             ///< behind the header, up to the next
    LineRange entry;           ///< behind the header, before the first block
    LineRange net_components;  ///< empty where there is no such block
    std::vector<LinkBlock> links;

    /// The lines of a part; empty (at the end of the entry) where the entry has no such part.
    [[nodiscard]] LineRange lines_of(const Place& place) const;
    /// Where a key of that part is looked for: keys of our own (OpenRas...) count wherever in the entry they stand.
    [[nodiscard]] LineRange lines_of(const Place& place, std::string_view key) const;
    /// The main device of a link, and a number of it.
    [[nodiscard]] Place device_place(std::size_t link) const;
    [[nodiscard]] Place phone_place(std::size_t link, std::size_t phone) const;
};

/// EntryLayout::entry alone, for who needs no more.
LineRange own_lines(const Document& document, const Document::Section& section);
EntryLayout layout_of(const Document& document, const Document::Section& section);

/// The first setting of this key in these lines; lines().size() where there is none.
std::size_t find_key(const Document& document, LineRange lines, std::string_view key);

}  // namespace openras::phonebook
