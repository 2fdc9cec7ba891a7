// UserDatabase: the files of option UserDatabaseSpec, btrees with keys "name:field" and one or several values a key
// (maildrop: where mail for a user goes; mailname: how he is called outside; mailsender: who gets errors of a list).
// Files are opened for each question: it is asked seldom, and a new file is seen at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"

namespace sm::maps {

class UserDatabase {
 public:
  // File names separated by commas or blanks; ".db" is added.
  UserDatabase(std::string_view spec, std::shared_ptr<const FileOpener> files);

  bool is_configured() const { return !paths_.empty(); }
  // All files that may be read for an answer.
  const std::vector<std::string>& files() const { return paths_; }
  // `user` as it is stored: in lower case. Every value in the order of the file, of the first file that has the key; none for a user who is not there.
  // The error is "could not ask".
  Result<std::vector<std::string>> values(std::string_view user, std::string_view field) const;
  // The first value. For mailname, a user who has a maildrop and no mailname is called user@domain, with the domain of
  // ":default:mailname".
  Result<std::optional<std::string>> find(std::string_view user, std::string_view field) const;

 private:
  std::vector<std::string> paths_;
  std::shared_ptr<const FileOpener> files_;
};

}  // namespace sm::maps
