// Custom dialers: which shared objects are loaded, and what of a dial goes to them. The object lies in a directory that
// root alone can change, so the tests run as root.
#include "api/custom_dial.h"

#include <dlfcn.h>
#include <sys/stat.h>

#include "api_fixture.h"
#include "custom_dialer.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD cannot = ERROR_CANNOT_DO_CUSTOMDIAL;

template <typename Traits>
class CustomDial : public ApiTest {
  protected:
    CustomDial() {
        char name[] = "/var/lib/openras-test-XXXXXX";
        safe_ = mkdtemp(name);
        dialer_ = safe_ + "/dialer.so";
        std::filesystem::copy_file(OPENRAS_TEST_DIALER, dialer_);
        chmod(dialer_.c_str(), 0755);
        use({dialer_});
        setenv("OPENRAS_LIBRARY_CONFIG", (safe_ + "/library.toml").c_str(), 1);
        write_book(dialer_);
    }
    ~CustomDial() override {
        unsetenv("OPENRAS_LIBRARY_CONFIG");
        std::filesystem::remove_all(safe_);
    }

    void use(const std::vector<std::string>& dialers, const std::string& script = "") {
        std::ofstream config(safe_ + "/library.toml");
        config << "custom_script = \"" << script << "\"\ncustom_dialers = [";
        for (const auto& one : dialers) config << "\"" << one << "\", ";
        config << "]\n";
        config.close();
        chmod((safe_ + "/library.toml").c_str(), 0644);
    }
    void write_book(const std::string& dialer) {
        std::ofstream(book()) << "[Büro]\nEncoding=1\nType=5\nCustomRasDialDll=" << dialer
                              << "\nMEDIA=rastapi\nDevice=eth8\n\nDEVICE=PPPoE\nPhoneNumber=\n";
    }
    /// The hooks of the object that the library loads: the same file is the same object.
    DialerHooks& hooks() {
        void* const library = dlopen(dialer_.c_str(), RTLD_NOW | RTLD_NODELETE);
        EXPECT_NE(library, nullptr) << dlerror();
        return *reinterpret_cast<DialerHooks* (*)()>(dlsym(library, "dialer_hooks"))();
    }
    static auto params() { return dial_params<Traits>("Büro", "jürgen", "geheim"); }
    std::string safe_;
    std::string dialer_;
    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    std::basic_string<typename Traits::Char> entry_ = text<Traits>("Büro");
};
TYPED_TEST_SUITE(CustomDial, Faces);

TYPED_TEST(CustomDial, TheDialerDialsAndHangsUp) {
    auto& hooks = this->hooks();
    const auto* book = this->path_.c_str();
    hooks.dial = [&](LPRASDIALEXTENSIONS, const RASDIALPARAMSW& params, DWORD, LPVOID, LPHRASCONN connection) {
        EXPECT_EQ(utf8(params.szUserName), "jürgen");
        EXPECT_EQ(utf8(params.szPassword), "geheim");
        RASDIALEXTENSIONS extensions{};
        extensions.dwSize = sizeof extensions;
        extensions.dwfOptions = RDEOPT_CustomDial;
        RASDIALPARAMSW own = params;
        return RasDialW(&extensions, to_utf16(this->book())->c_str(), &own, 0, nullptr, connection);
    };
    hooks.hang_up = [](HRASCONN connection) { return RasHangUpW(connection); };
    auto params = this->params();
    HRASCONN connection = nullptr;
    ASSERT_EQ(FACE(RasDial)(nullptr, book, &params, 0U, nullptr, &connection), 0U);
    EXPECT_EQ(this->manager_.dial(number(connection)).request.password.reveal(), "geheim");
    ASSERT_EQ(FACE(RasHangUp)(connection), 0U);
    EXPECT_EQ(this->manager_.count(Event::Kind::HungUp), 1U);
    ASSERT_EQ(hooks.calls.size(), 2U);
    EXPECT_EQ(hooks.calls[0], u"dial " + *to_utf16(this->book()) + u" Büro 0");
    EXPECT_TRUE(hooks.calls[1].starts_with(u"hang up"));
}

TYPED_TEST(CustomDial, AnotherProcesssConnectionIsHungUpByItToo) {
    bus::ConnectionInfo theirs;
    theirs.handle = 0x1234;
    theirs.phonebook = this->book();
    theirs.entry = "Büro";
    this->manager_.connections = {theirs};
    HRASCONN hung_up = nullptr;
    this->hooks().hang_up = [&](HRASCONN connection) {
        hung_up = connection;
        return DWORD{0};
    };
    EXPECT_EQ(FACE(RasHangUp)(api::to_hrasconn(0x1234)), 0U);
    EXPECT_EQ(hung_up, api::to_hrasconn(0x1234));
    EXPECT_EQ(FACE(RasHangUp)(api::to_hrasconn(0x4321)), static_cast<DWORD>(ERROR_INVALID_HANDLE)) << "none of its";
}

TYPED_TEST(CustomDial, ItsErrorIsTheDials) {
    auto& hooks = this->hooks();
    hooks.dial = [](auto...) { return DWORD{678}; };
    auto params = this->params();
    HRASCONN connection = nullptr;
    EXPECT_EQ(FACE(RasDial)(nullptr, this->path_.c_str(), &params, 0U, nullptr, &connection), 678U);
    EXPECT_EQ(connection, nullptr);
    RASDIALEXTENSIONS extensions{};
    extensions.dwSize = sizeof extensions;
    extensions.dwfOptions = RDEOPT_CustomDial;
    ASSERT_EQ(FACE(RasDial)(&extensions, this->path_.c_str(), &params, 0U, nullptr, &connection), 0U)
        << "as the dialer itself would";
    hooks.hang_up = [](HRASCONN given) { return RasHangUpA(given); };
    EXPECT_EQ(FACE(RasHangUp)(connection), 0U);
}

TYPED_TEST(CustomDial, OnlyListedObjectsOfRootsAreLoaded) {
    this->hooks().dial = [](auto...) { return DWORD{0}; };
    auto params = this->params();
    HRASCONN connection = nullptr;
    const auto dial = [&] { return FACE(RasDial)(nullptr, this->path_.c_str(), &params, 0U, nullptr, &connection); };
    EXPECT_EQ(dial(), 0U);
    chmod(this->dialer_.c_str(), 0777);
    EXPECT_EQ(dial(), cannot) << "others may write to it";
    chmod(this->dialer_.c_str(), 0755);
    EXPECT_EQ(chown(this->dialer_.c_str(), 65534, 0), 0);
    EXPECT_EQ(dial(), cannot) << "somebody else's";
    EXPECT_EQ(chown(this->dialer_.c_str(), 0, 0), 0);
    chmod(this->safe_.c_str(), 0777);
    EXPECT_EQ(dial(), cannot) << "others may put another in its place";
    chmod(this->safe_.c_str(), 0755);
    EXPECT_EQ(dial(), 0U);
    chmod((this->safe_ + "/library.toml").c_str(), 0666);
    EXPECT_EQ(dial(), cannot) << "others may write to the list";
    this->use({});
    EXPECT_EQ(dial(), cannot) << "not listed";
    const std::string exposed = this->directory_ + "/dialer.so";
    std::filesystem::copy_file(OPENRAS_TEST_DIALER, exposed);
    this->use({exposed});
    this->write_book(exposed);
    EXPECT_EQ(dial(), cannot) << "not every directory above it is root's alone";
    this->use({this->dialer_});
    this->write_book("dialer.so");
    EXPECT_EQ(dial(), 0U) << "by its file name";
    this->write_book("../dialer.so");
    EXPECT_EQ(dial(), cannot);
    Dl_info libc{};
    ASSERT_NE(dladdr(reinterpret_cast<void*>(&std::strlen), &libc), 0);
    const std::string other = std::filesystem::canonical(libc.dli_fname);
    this->use({other});
    this->write_book(other);
    EXPECT_EQ(dial(), cannot) << "it has no RasCustomDial";
    this->use({this->safe_ + "/none.so"});
    this->write_book(this->safe_ + "/none.so");
    EXPECT_EQ(dial(), cannot);
}

TYPED_TEST(CustomDial, ItHearsOfADeletedEntry) {
    ASSERT_EQ(FACE(RasDeleteEntry)(this->path_.c_str(), this->entry_.c_str()), 0U);
    ASSERT_EQ(this->hooks().calls.size(), 1U);
    EXPECT_EQ(this->hooks().calls[0],
              u"deleted " + *to_utf16(std::filesystem::canonical(this->book()).string()) + u" Büro 0");
}

TYPED_TEST(CustomDial, ItHasDialogs) {
    typename TypeParam::EntryDlg edited;
    std::memset(&edited, 0, sizeof edited);
    edited.dwSize = sizeof edited;
    auto* const book = this->path_.data();
    auto* const entry = this->entry_.data();
    EXPECT_TRUE(FACE(RasEntryDlg)(book, entry, &edited));
    EXPECT_EQ(utf8(edited.szEntry), "gewählt");
    RASDIALDLG dialled{};
    dialled.dwSize = sizeof dialled;
    EXPECT_TRUE(FACE(RasDialDlg)(book, entry, decltype(book)(nullptr), &dialled));
    EXPECT_FALSE(FACE(RasDialDlg)(book, entry, entry, &dialled));
    EXPECT_EQ(DWORD(dialled.dwError), static_cast<DWORD>(ERROR_CANCELLED));
    this->use({});
    EXPECT_FALSE(FACE(RasEntryDlg)(book, entry, &edited));
    EXPECT_EQ(DWORD(edited.dwError), cannot);
}

TYPED_TEST(CustomDial, AScriptIsLoadedUnderTheSameRules) {
    EXPECT_EQ(api::CustomDialer::load_script().error().code, cannot) << "none is named";
    this->use({}, this->dialer_);
    EXPECT_TRUE(api::CustomDialer::load_script().has_value());
    chmod(this->dialer_.c_str(), 0777);
    EXPECT_EQ(api::CustomDialer::load_script().error().code, cannot);
}

}  // namespace
}  // namespace openras::test
