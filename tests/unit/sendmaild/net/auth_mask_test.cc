// What -X shows of AUTH.
#include "sendmaild/net/auth_mask.h"

#include <doctest/doctest.h>

using namespace sm;
using sm::net::AuthMask;

TEST_CASE("net/auth_mask: responses of a client are hidden, whichever side it is on") {
  using Direction = TrafficLog::Direction;
  struct Line {
    bool of_client;
    const char* said;
    const char* shown;
  };
  const Line session[] = {
      {false, "220 mx.test ESMTP", "220 mx.test ESMTP"},
      {true, "EHLO AUTH ", "EHLO AUTH "},
      {false, "250 AUTH PLAIN", "250 AUTH PLAIN"},
      {true, "AUTH PLAIN AGtpbQBzZWNyZXQ=", "AUTH PLAIN *****"},
      {false, "535 5.7.0 authentication failed", "535 5.7.0 authentication failed"},
      {true, "NOOP", "NOOP"},
      {true, "auth LOGIN", "auth LOGIN"},
      {false, "334 VXNlcm5hbWU6", "334 VXNlcm5hbWU6"},
      {true, "a2lt", "*****"},
      {false, "334 UGFzc3dvcmQ6", "334 UGFzc3dvcmQ6"},
      {true, "c2VjcmV0", "*****"},
      {false, "235 2.0.0 OK Authenticated", "235 2.0.0 OK Authenticated"},
      {true, "MAIL FROM:<a@b>", "MAIL FROM:<a@b>"},
      {true, "AUTH as a word of the text", "AUTH as *****"},
      {true, "a2lt", "a2lt"},
  };
  for (Direction client : {Direction::in, Direction::out}) {
    AuthMask mask;
    Direction server = client == Direction::in ? Direction::out : Direction::in;
    for (const Line& line : session) CHECK(mask.shown(line.of_client ? client : server, line.said) == line.shown);
  }
}
