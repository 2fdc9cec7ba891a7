// See the header. Two cases: the library as a whole (…/m4/cf.m4), and a misspelt feature, mailer or ostype within it.
#include "m4cf/cf_advice.h"

#include <dirent.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "m4cf/lint_vocabulary.h"
#include "m4cf/translation.h"

namespace sm::m4cf {
namespace {

constexpr std::array<std::string_view, 6> kLibraries{"/usr/share/sendmail-cf", "/usr/share/sendmail/cf",
                                                     "/usr/share/sendmaild/cf", "/usr/local/share/sendmaild/cf",
                                                     "/usr/lib/sendmail-cf", "/usr/share/mail/cf"};
constexpr std::array<std::string_view, 6> kParts{"feature", "mailer", "ostype", "domain", "hack", "siteconfig"};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string part(std::string_view path, size_t from_end) {
  for (; from_end > 0; from_end--) {
    size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return "";
    path = path.substr(0, slash);
  }
  size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string about_library() {
  for (std::string_view folder : kLibraries) {
    std::string library(folder);
    if (::access((library + "/m4/cf.m4").c_str(), R_OK) == 0) {
      return say("the sendmail macro library is at %1: write include(`%1/m4/cf.m4') or run m4cf -D_CF_DIR_=%1/ "
                 "%1/m4/cf.m4 FILE.mc", {library});
    }
  }
  return say("the sendmail macro library is not installed: install the package sendmail-cf, or name its folder with "
             "-D_CF_DIR_=FOLDER/ (and -I FOLDER)", {});
}

std::string about_part(const std::string& name, const std::string& kind) {
  std::string folder = name.substr(0, name.rfind('/'));
  std::unique_ptr<DIR, CloseFolder> entries(::opendir(folder.c_str()));
  if (!entries) return "";
  std::vector<std::string> present;
  while (const dirent* entry = ::readdir(entries.get())) present.emplace_back(entry->d_name);
  std::vector<std::string_view> names(present.begin(), present.end());
  std::string nearest(nearest_of(names, part(name, 0)));
  if (nearest.ends_with(".m4")) nearest.resize(nearest.size() - 3);
  std::string wanted = part(name, 0);
  if (wanted.ends_with(".m4")) wanted.resize(wanted.size() - 3);
  if (nearest.empty()) return "";
  return say("there is no %1 `%2'; did you mean `%3'?", {kind, wanted, nearest});
}

}  // namespace

std::string advice_for_missing(const std::string& name) {
  if (name == "cf.m4" || (part(name, 0) == "cf.m4" && part(name, 1) == "m4")) return about_library();
  std::string folder = part(name, 1);
  if (!name.ends_with(".m4")) return "";
  for (std::string_view kind : kParts) {
    if (folder == kind) return about_part(name, folder);
  }
  return "";
}

}  // namespace sm::m4cf
