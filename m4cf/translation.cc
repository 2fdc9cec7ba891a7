// See the header.
#include "m4cf/translation.h"

#include <libintl.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <string_view>

#include "lib/base/atomic_file.h"

#ifndef SM_LOCALE_FOLDER
#define SM_LOCALE_FOLDER "/usr/share/locale"
#endif

namespace sm::m4cf {
namespace {

constexpr const char* kDomain = "m4cf";

std::string beside_program() {
  char path[4096];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? folder_of(std::string(path, static_cast<size_t>(length))) + "/locale" : "";
}

bool wants_korean() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value && *value) return std::string_view(value).starts_with("ko");
  }
  return false;
}

}  // namespace

void choose_language() {
  const char* locale = std::setlocale(LC_MESSAGES, "");
  if (!locale && wants_korean()) {
    // gettext translates in any locale but plain C, and looks at LANGUAGE first.
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    ::setenv("LANGUAGE", "ko", 1);
  }
  std::string folder = beside_program();
  if (::access((folder + "/ko/LC_MESSAGES/m4cf.mo").c_str(), R_OK) != 0) folder = SM_LOCALE_FOLDER;
  ::bindtextdomain(kDomain, folder.c_str());
  ::bind_textdomain_codeset(kDomain, "UTF-8");
}

std::string say(const char* english, std::initializer_list<std::string> parts) {
  std::string_view text = ::dgettext(kDomain, english);
  std::string out;
  for (size_t at = 0; at < text.size(); at++) {
    size_t number = text[at] == '%' && at + 1 < text.size() ? static_cast<size_t>(text[at + 1] - '0') : 0;
    if (number >= 1 && number <= parts.size()) {
      out += parts.begin()[number - 1];
      at++;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace sm::m4cf
