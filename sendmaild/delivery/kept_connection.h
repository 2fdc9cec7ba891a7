// A connection that outlives the message it was made for: what the next conversation on it has to know.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/unique_fd.h"
#include "sendmaild/delivery/server_id.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

// Who hears each line of a dialogue: the conversation that has it at the time. Called on the wire's thread, while a delivery
// thread waits for it.
using LineListener = std::function<void(smtp::client::DialogueOptions::Direction, const std::string& line)>;

struct KeptConnection {
  ServerId server;
  std::unique_ptr<smtp::client::Dialogue> dialogue;
  std::shared_ptr<LineListener> listener;
  std::vector<std::pair<std::string, std::string>> macros;  // {verify}, {cipher} …: what was found out at its beginning
  bool authenticated = false;
  UniqueFd host_lock;                                       // SingleThreadDelivery: the host is ours
};

}  // namespace sm::delivery
