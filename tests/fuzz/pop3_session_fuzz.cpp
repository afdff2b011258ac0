// A POP3 server session, fed any octets. 0xFE goes behind the login. No crash, what is answered are whole
// lines, and it is the same answer octet by octet.
#include "tests/fuzz/session.hpp"

namespace {

using namespace mailrig::server;

std::string talk(std::string_view input, std::size_t step) {
  SmallWorld small;
  small.world.pop3 = {true, std::chrono::seconds(0), 0U};
  small.fill({"Subject: a\r\n\r\n.dot\r\n", "x"});
  Talker talker{make_pop3_session(small.world, {"127.0.0.1:1", false}), {}};
  talker.session->greet(talker.output);
  talker.talk(input, step, "USER user1\r\nPASS pass\r\n");
  return talker.output;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  must_not_depend_on_cuts({reinterpret_cast<const char*>(data), size}, talk);
  return 0;
}
