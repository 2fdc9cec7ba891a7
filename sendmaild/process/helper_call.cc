// See the header.
#include "sendmaild/process/helper_call.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/posix.h"
#include "sendmaild/process/open_as.h"

namespace sm::process {

namespace {

constexpr size_t kMostDescriptors = 3;  // the answer's socket, a mailer's input and output

}  // namespace

Result<UniqueFd> send_record(int socket, const HelperRecord& record, std::initializer_list<int> descriptors) {
  std::string bytes = encode(record);
  if (bytes.empty()) return Error{"arguments of mailer too long", ExitStatus::unavailable};
  auto pair = local_socket_pair();
  if (!pair) return std::move(pair).error();
  int sent_along[kMostDescriptors] = {pair->second.get(), -1, -1};
  std::copy(descriptors.begin(), descriptors.end(), sent_along + 1);
  size_t size = sizeof(int) * (1 + descriptors.size());
  iovec data{bytes.data(), bytes.size()};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof sent_along)] = {};
  message.msg_control = control;
  message.msg_controllen = CMSG_SPACE(size);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(size);
  std::memcpy(CMSG_DATA(header), sent_along, size);
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent != static_cast<ssize_t>(bytes.size())) return system_error("helper", errno, ExitStatus::temp_fail);
  return std::move(pair->first);
}

OpenedFile call_for_descriptor(int socket, const HelperRecord& record, int patience_seconds) {
  OpenedFile answer;
  auto report = send_record(socket, record);
  if (report) return receive_descriptor(report->get(), patience_seconds);
  answer.error = EAGAIN;
  return answer;
}

int call_for_action(int socket, const HelperRecord& record) {
  auto report = send_record(socket, record);
  return report ? receive_answer(report->get(), kHelperPatienceSeconds).error : EAGAIN;
}

}  // namespace sm::process
