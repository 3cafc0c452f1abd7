#include "runtime/io/task_pool.hpp"

namespace ratebook {

TaskPool::TaskPool(unsigned threads) {
  for (unsigned i = 1; i < threads; ++i) workers_.emplace_back([this] { work_until_stopped(); });
}

TaskPool::~TaskPool() {
  {
    std::unique_lock lock(mutex_);
    while (!queue_.empty()) run_next(lock);
    stopping_ = true;
  }
  handed_out_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

std::shared_ptr<TaskPool::Task> TaskPool::submit(std::function<void()> work) {
  auto task = std::make_shared<Task>();
  task->work = std::move(work);
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(task);
  }
  handed_out_.notify_one();
  return task;
}

void TaskPool::run_next(std::unique_lock<std::mutex>& lock) {
  const std::shared_ptr<Task> task = std::move(queue_.front());
  queue_.pop_front();
  lock.unlock();
  task->work();
  task->work = nullptr;  // frees what the work held
  lock.lock();
  task->done = true;
  done_.notify_all();
}

void TaskPool::wait(Task& task) {
  std::unique_lock lock(mutex_);
  while (!task.done) {
    if (!queue_.empty()) {
      run_next(lock);
    } else {
      done_.wait(lock, [&] { return task.done || !queue_.empty(); });
    }
  }
}

void TaskPool::work_until_stopped() {
  std::unique_lock lock(mutex_);
  for (;;) {
    handed_out_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    run_next(lock);
  }
}

}  // namespace ratebook
