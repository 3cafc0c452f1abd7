#include "compiler/native/jit.hpp"

#include <atomic>
#include <cstring>
#include <mutex>

#include "compiler/native/emitter.hpp"

// The 128-bit division of the compiler's runtime library (libgcc), which generated code calls.
extern "C" {
ratebook::native::Int128 __divti3(ratebook::native::Int128, ratebook::native::Int128);
ratebook::native::Int128 __modti3(ratebook::native::Int128, ratebook::native::Int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
}

namespace ratebook::native {

namespace {

namespace orc = llvm::orc;

std::string text_of(llvm::Error error) { return llvm::toString(std::move(error)); }

// One session for the process; every kernel has a library of its own in it.
class Session {
 public:
  static Result<std::shared_ptr<Session>, std::string> get() {
    static std::mutex mutex;
    static std::weak_ptr<Session> current;
    const std::lock_guard lock(mutex);
    if (auto running = current.lock()) return running;
    // Links in the calling thread: no threads of LLVM's own.
    auto control = orc::SelfExecutorProcessControl::Create(std::make_shared<orc::SymbolStringPool>(),
                                                           std::make_unique<orc::InPlaceTaskDispatcher>());
    if (!control) return failure(text_of(control.takeError()));
    auto session = std::make_shared<Session>(std::move(*control));
    if (auto error = session->define_runtime()) return failure(text_of(std::move(error)));
    current = session;
    return session;
  }

  explicit Session(std::unique_ptr<orc::ExecutorProcessControl> control)
      : session_(std::move(control)), linker_(session_), runtime_(session_.createBareJITDylib("runtime")) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (auto error = session_.endSession()) session_.reportError(std::move(error));
  }

  llvm::Expected<orc::JITDylib*> load(std::span<const char> bytes, const std::string& name) {
    orc::JITDylib& library = session_.createBareJITDylib(name + "#" + std::to_string(++count_));
    library.addToLinkOrder(runtime_);
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(bytes.data(), bytes.size()), name);
    if (auto error = linker_.add(library, std::move(buffer))) return llvm::Expected<orc::JITDylib*>(std::move(error));
    return &library;
  }
  llvm::Expected<KernelFunction> entry_of(orc::JITDylib& library) {
    auto symbol = session_.lookup({&library}, session_.intern(kEntryName));
    if (!symbol) return symbol.takeError();
    return symbol->getAddress().toPtr<KernelFunction>();
  }
  void unload(orc::JITDylib& library) {
    if (auto error = session_.removeJITDylib(library)) session_.reportError(std::move(error));
  }

 private:
  llvm::Error define_runtime() {
    orc::SymbolMap symbols;
    auto define = [&](const char* name, auto* function) {
      symbols[session_.intern(name)] = {orc::ExecutorAddr::fromPtr(function),
                                        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    };
#define KERNEL_CALL(name) define(symbol_of(KernelCall::name), &calls::name);
#include "compiler/native/kernel_call.def"
    define("__divti3", &__divti3);
    define("__modti3", &__modti3);
    define("__udivti3", &__udivti3);
    define("__umodti3", &__umodti3);
    define("memset", static_cast<void* (*)(void*, int, std::size_t)>(&std::memset));
    define("memcpy", static_cast<void* (*)(void*, const void*, std::size_t)>(&std::memcpy));
    return runtime_.define(orc::absoluteSymbols(std::move(symbols)));
  }

  orc::ExecutionSession session_;
  orc::ObjectLinkingLayer linker_;
  orc::JITDylib& runtime_;
  std::atomic<std::uint64_t> count_{0};
};

class Linked final : public LinkedObject {
 public:
  Linked(std::shared_ptr<Session> session, orc::JITDylib& library) : session_(std::move(session)), library_(library) {}
  ~Linked() override { session_->unload(library_); }
  Linked(const Linked&) = delete;
  Linked& operator=(const Linked&) = delete;
  KernelFunction entry() const override { return entry_; }
  KernelFunction entry_ = nullptr;

 private:
  std::shared_ptr<Session> session_;
  orc::JITDylib& library_;
};

}  // namespace

Result<std::unique_ptr<LinkedObject>, std::string> link_object(std::span<const char> bytes, const std::string& name) {
  auto session = Session::get();
  if (!session) return failure(session.error());
  auto library = (*session)->load(bytes, name);
  if (!library) return failure(text_of(library.takeError()));
  auto linked = std::make_unique<Linked>(*session, **library);
  auto entry = (*session)->entry_of(**library);
  if (!entry) return failure(text_of(entry.takeError()));
  linked->entry_ = *entry;
  return std::unique_ptr<LinkedObject>(std::move(linked));
}

}  // namespace ratebook::native
