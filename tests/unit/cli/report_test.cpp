// How an error is told.
#include "cli/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rasnotify.h>

#include <nlohmann/json.hpp>

namespace openras::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Report, TheFirstLineIsThatOfWindowsAndTheRestHelps) {
    Trouble trouble;
    trouble.error = 691;
    trouble.state = RASCS_Authenticate;
    trouble.ended_by = RASEB_Peer;
    trouble.detail = "CHAP Failure, code 691";
    trouble.peer_text = "wrong password";
    EXPECT_EQ(
        tell(trouble, "Access denied."),
        "Remote Access error 691 - Access denied.\n"
        "    ERROR_AUTHENTICATION_FAILURE, in state Authenticate (checking user name and password), ended by the peer\n"
        "    CHAP Failure, code 691\n"
        "    the peer says: \"wrong password\"\n");
}

TEST(Report, AnErrorWithoutANameIsToldAllTheSame) {
    EXPECT_EQ(tell(Trouble{.error = 4711, .state = {}, .ended_by = 0, .detail = {}, .peer_text = {}}, "Text."),
              "Remote Access error 4711 - Text.\n");
}

TEST(Report, WithoutAManagerTheCureIsNamed) {
    const std::string text = tell(trouble(RasError{711, "no manager at /x: No such file or directory", {}}), "Text.");
    EXPECT_THAT(text, HasSubstr("no manager at /x"));
    EXPECT_THAT(text, HasSubstr("systemctl start rasmand"));
}

TEST(Report, AUserWhomTheManagerDoesNotHearIsToldWhatToDo) {
    Trouble refused = trouble(RasError{5, "this user may not use the manager at /x", {}});
    EXPECT_THAT(tell(refused, "Text."), Not(HasSubstr("usermod"))) << "another error 5";
    refused.shut_out = true;
    const std::string text = tell(refused, "Text.");
    EXPECT_THAT(text, HasSubstr("this user may not use the manager at /x"));
    EXPECT_THAT(text, HasSubstr("usermod -aG openras NAME"));
    EXPECT_THAT(text, HasSubstr("everyone = true"));
    EXPECT_THAT(text, Not(HasSubstr("start the manager")));
}

TEST(Report, Json) {
    const auto json = to_json(trouble(RasError{815, "no offer", "busy"}), "Text.");
    EXPECT_EQ(json["number"], 815);
    EXPECT_EQ(json["peer_text"], "busy");
    EXPECT_EQ(json["detail"], "no offer");
    EXPECT_FALSE(json.contains("state"));
}

TEST(Report, ExitStatus) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(fail(trouble(RasError{691, {}, {}}), false), Exit::RasFailure);
    EXPECT_EQ(fail(trouble(RasError{623, {}, {}}), false), Exit::NotFound);
    EXPECT_EQ(fail_usage("unknown switch /x"), Exit::Usage);
    EXPECT_EQ(fail_not_connected("office", false), Exit::NotFound);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("Remote Access error 691 - "));
}

}  // namespace
}  // namespace openras::cli
