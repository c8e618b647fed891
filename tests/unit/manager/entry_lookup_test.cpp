// Which error an entry of the system's book has that cannot be dialled.
#include "manager/entry_lookup.h"

#include <gtest/gtest.h>

#include "unit/phonebook/folder.h"

namespace openras::manager {
namespace {

TEST(EntryLookup, WithoutASystemBookTheEntryIsWhatIsMissing) {
    const phonebook::TemporaryFolder folder;
    for (const auto& book : {folder.path("none.pbk"), folder.path("no-folder/rasphone.pbk")}) {
        const auto found = system_entry(book, "office");
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error(), (RasError{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY,
                                           "no entry 'office': there is no " + book + ", either", ""}));
    }
    const auto book = folder.write("rasphone.pbk", "[office]\nMEDIA=rastapi\nDevice=eth0\nDEVICE=PPPoE\n");
    EXPECT_EQ(system_entry(book, "office")->device_name, "eth0");
    EXPECT_EQ(system_entry(book, "home").error().code, std::uint32_t{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY});
    EXPECT_EQ(system_entry(folder.path(), "office").error().code, std::uint32_t{ERROR_CANNOT_OPEN_PHONEBOOK});
}

}  // namespace
}  // namespace openras::manager
