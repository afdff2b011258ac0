// The same tests over both stores.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "reference-server/store/store.hpp"

namespace mailrig::server {

enum class Kind : std::uint8_t { Memory, Sqlite };

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("mailrig-store-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  // As a crash leaves it: what has been written by now, under another name.
  [[nodiscard]] std::string crashed(const std::string& name) const {
    for (const char* end : {"", "-wal"}) {
      if (std::filesystem::exists(file(name) + end))
        std::filesystem::copy_file(file(name) + end, file("crashed-" + name) + end,
                                   std::filesystem::copy_options::overwrite_existing);
    }
    return file("crashed-" + name);
  }

 private:
  std::filesystem::path path_;
};

class EachStore : public testing::TestWithParam<Kind> {
 protected:
  [[nodiscard]] std::unique_ptr<Store> make(UidValidity first) const {
    return GetParam() == Kind::Memory ? make_memory_store(first)
                                      : make_sqlite_store(folder_.file("mail.sqlite"), first);
  }

 private:
  Folder folder_;
};

inline std::string kind_name(const testing::TestParamInfo<Kind>& each) {
  return each.param == Kind::Memory ? "InMemory" : "InSqlite";
}

}  // namespace mailrig::server
