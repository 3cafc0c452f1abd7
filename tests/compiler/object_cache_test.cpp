// Kernels on disk: found again, refused when anything is wrong with them, bounded in size, filled by several processes at once.
#include "compiler/native/object_cache.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "compiler/native/kernel.hpp"
#include "tests/compiler/batch_buffers.hpp"
#include "tests/compiler/random_program.hpp"

namespace ratebook::native {
namespace {

namespace fs = std::filesystem;

class CacheFolder : public testing::Test {
 protected:
  CacheFolder() {
    std::string pattern = (fs::temp_directory_path() / "ratebook-cache-XXXXXX").string();
    base_ = ::mkdtemp(pattern.data());
    folder_ = base_ / "kernels";
  }
  ~CacheFolder() override { fs::remove_all(base_); }

  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& e : fs::directory_iterator(folder_)) found.push_back(e.path());
    return found;
  }
  static std::vector<char> bytes(std::size_t n, char c) { return std::vector<char>(n, c); }
  static std::string key(char c) { return std::string(64, c); }
  static void edit(const fs::path& file, std::size_t at) {
    std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
    f.seekg(static_cast<std::streamoff>(at));
    const char old = static_cast<char>(f.get());
    f.seekp(static_cast<std::streamoff>(at));
    f.put(static_cast<char>(old ^ 1));
  }

  fs::path base_, folder_;
};

TEST_F(CacheFolder, GivesBackWhatWasStored) {
  const ObjectCache cache(folder_);
  EXPECT_EQ(cache.refusal(), "");
  EXPECT_FALSE(cache.load(key('a')));
  cache.store(key('a'), bytes(1000, 'x'));
  EXPECT_EQ(cache.load(key('a')), bytes(1000, 'x'));
  EXPECT_FALSE(cache.load(key('b')));
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(files().at(0)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(CacheFolder, DamagedFilesAreNotUsed) {
  const ObjectCache cache(folder_);
  cache.store(key('a'), bytes(1000, 'x'));
  const fs::path file = files().at(0);
  const auto size = fs::file_size(file);
  for (std::size_t at :
       {std::size_t{0}, std::size_t{20}, std::size_t{75}, std::size_t{90}, std::size_t{96}, std::size_t{size - 1}}) {
    edit(file, at);
    EXPECT_FALSE(cache.load(key('a'))) << at;
    edit(file, at);
    EXPECT_TRUE(cache.load(key('a'))) << at;
  }
  fs::resize_file(file, size - 1);
  EXPECT_FALSE(cache.load(key('a')));
  fs::resize_file(file, 10);
  EXPECT_FALSE(cache.load(key('a')));
  fs::resize_file(file, 0);
  EXPECT_FALSE(cache.load(key('a')));
}

TEST_F(CacheFolder, AFileUnderAnothersNameIsNotUsed) {
  const ObjectCache cache(folder_);
  cache.store(key('a'), bytes(100, 'x'));
  fs::copy_file(folder_ / (key('a') + ".kernel"), folder_ / (key('b') + ".kernel"));
  EXPECT_FALSE(cache.load(key('b')));
  fs::remove(folder_ / (key('b') + ".kernel"));
  fs::create_symlink(folder_ / (key('a') + ".kernel"), folder_ / (key('b') + ".kernel"));
  EXPECT_FALSE(cache.load(key('b')));
}

TEST_F(CacheFolder, AFolderOpenToOthersIsNotUsed) {
  fs::create_directory(folder_);
  ::chmod(folder_.c_str(), 0755);
  const ObjectCache open(folder_);
  EXPECT_NE(open.refusal().find("0700"), std::string::npos);
  open.store(key('a'), bytes(10, 'x'));
  EXPECT_TRUE(files().empty());
  ::chmod(folder_.c_str(), 0700);
  EXPECT_EQ(ObjectCache(folder_).refusal(), "");
  const fs::path link = base_ / "link";
  fs::create_directory_symlink(folder_, link);
  EXPECT_NE(ObjectCache(link).refusal(), "");
  std::ofstream(base_ / "file") << "x";
  EXPECT_NE(ObjectCache(base_ / "file").refusal(), "");
}

TEST_F(CacheFolder, TheLongestUnusedGoFirst) {
  const ObjectCache cache(folder_, 3000);
  for (char c : {'a', 'b', 'c'}) {
    cache.store(key(c), bytes(900, c));
    const fs::path file = folder_ / (key(c) + ".kernel");
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours('d' - c));
  }
  EXPECT_TRUE(cache.load(key('a')));  // used now, so `b` is the longest unused
  cache.store(key('d'), bytes(900, 'd'));
  EXPECT_TRUE(cache.load(key('a')));
  EXPECT_FALSE(cache.load(key('b')));
  EXPECT_TRUE(cache.load(key('d')));
}

TEST_F(CacheFolder, KernelsComeFromItAndDamageIsRecompiled) {
  Random random(3);
  const ir::Program program = random_program({}, random);
  CompileOptions options;
  options.cache = folder_;
  auto cold = compile(program, options), warm = compile(program, options);
  ASSERT_TRUE(cold && warm);
  EXPECT_FALSE((*cold)->from_cache());
  EXPECT_TRUE((*warm)->from_cache());
  BatchBuffers buffers(program, (*cold)->channels(), {}, random);
  const std::string expected = buffers.run(**cold);
  EXPECT_EQ(buffers.run(**warm), expected);

  edit(files().at(0), fs::file_size(files().at(0)) / 2);
  auto again = compile(program, options);
  ASSERT_TRUE(again);
  EXPECT_FALSE((*again)->from_cache());
  EXPECT_EQ(buffers.run(**again), expected);
  EXPECT_TRUE((*compile(program, options))->from_cache());

  // Other options, other programs: other keys.
  CompileOptions slow = options;
  slow.optimisation = 3;
  EXPECT_FALSE((*compile(program, slow))->from_cache());
  CompileOptions wide = options;
  wide.force_wide = true;
  EXPECT_FALSE((*compile(program, wide))->from_cache());
  ir::Program other = program;
  other.prices[0].cells[0] += 1;
  EXPECT_FALSE((*compile(other, options))->from_cache());
}

TEST_F(CacheFolder, SeveralProcessesFillItAtOnce) {
  std::vector<pid_t> children;
  for (int child = 0; child < 4; ++child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      const ObjectCache cache(folder_);
      bool good = cache.refusal().empty();
      for (int round = 0; round < 50; ++round)
        for (char c : {'a', 'b', 'c'}) {
          cache.store(key(c), bytes(20000, c));
          const auto got = cache.load(key(c));
          good = good && got && *got == bytes(20000, c);
        }
      ::_exit(good ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (pid_t pid : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(files().size(), 3U);
}

}  // namespace
}  // namespace ratebook::native
