#include "harness/drive/notes.hpp"

#include <gtest/gtest.h>

namespace mailrig::drive {
namespace {

TEST(Notes, TellHowAConnectionEndedAndReadItBack) {
  for (const net::Closing& closing :
       {net::Closing{net::Ending::Fin, "", ""}, net::Closing{net::Ending::Fin, "", "close_notify"},
        net::Closing{net::Ending::TlsAlert, "the peer, it says, is angry", "handshake_failure"},
        net::Closing{net::Ending::TlsAlert, "", "certificate_required"},
        net::Closing{net::Ending::Reset, "by the peer", "close_notify"},
        net::Closing{net::Ending::Refused, "127.0.0.1:25", ""}}) {
    const net::Closing back = closing_of(text_of(closing));
    EXPECT_EQ(back.ending, closing.ending);
    EXPECT_EQ(back.alert, closing.alert);
    EXPECT_EQ(back.detail, closing.detail);
  }
  EXPECT_EQ(text_of({net::Ending::TlsAlert, "why", "internal_error"}), "tls-alert internal_error, why");
  EXPECT_EQ(closing_of("telepathy").ending, net::Ending::Local);
}

TEST(Notes, TellWhatIsDone) {
  play::Do todo;
  todo.what = play::Do::What::StartTls;
  EXPECT_EQ(act_of(todo), "start TLS");
  todo.tls = {scenario::TlsVersion::V1_2, true};
  EXPECT_EQ(act_of(todo), "start TLS 1.2 verified");
  todo.what = play::Do::What::PaceReading;
  todo.octets = 1000;
  todo.every = std::chrono::milliseconds(100);
  EXPECT_EQ(act_of(todo), "read 1000 octets every 100 ms");
  todo.what = play::Do::What::Wait;
  todo.what = play::Do::What::Compress;
  EXPECT_EQ(act_of(todo), "compress");
  todo.what = play::Do::What::Write;
  EXPECT_EQ(act_of(todo), "");
}

}  // namespace
}  // namespace mailrig::drive
