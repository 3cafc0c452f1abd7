// Work on several threads whose results are taken in the order in which it was handed out, so that results don't depend on the number of
// threads. The thread that waits works too: with one thread everything is done by the caller, in order.
//   TaskPool pool(4); auto task = pool.submit([&] { parse(chunk); }); … pool.wait(*task);
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ratebook {

class TaskPool {
 public:
  class Task {
    friend class TaskPool;
    std::function<void()> work;
    bool done = false;  // under the pool's mutex
  };

  explicit TaskPool(unsigned threads);
  ~TaskPool();  // finishes what was handed out
  TaskPool(const TaskPool&) = delete;
  TaskPool& operator=(const TaskPool&) = delete;

  unsigned threads() const { return static_cast<unsigned>(workers_.size()) + 1; }
  // `work` must not throw and must not wait for other tasks.
  std::shared_ptr<Task> submit(std::function<void()> work);
  void wait(Task& task);  // of this pool, from the thread that owns the pool

 private:
  void run_next(std::unique_lock<std::mutex>& lock);
  void work_until_stopped();

  std::mutex mutex_;
  std::condition_variable handed_out_, done_;
  std::deque<std::shared_ptr<Task>> queue_;
  std::vector<std::thread> workers_;
  bool stopping_ = false;
};

}  // namespace ratebook
