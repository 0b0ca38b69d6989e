// What the examples in C++ need of libcement, in the manner of C++11: an owner for each handle, an exception for each
// refusal. It is a part of the examples: copy what suits you.
#ifndef EXAMPLES_CEMENT_HPP
#define EXAMPLES_CEMENT_HPP

#include <cement/cement.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace cement {

// A refusal: "plant.csv:12:5: what was read, what was expected".
class Error : public std::runtime_error {
public:
  explicit Error(const cement_error &error) : std::runtime_error(told(error)), code(error.code) {
  }
  const int32_t code;

private:
  static std::string told(const cement_error &error) {
    std::string place;
    if (error.line)
      place = std::string(error.source) + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + ": ";
    return place + error.message;
  }
};

// Calls a function of the library with a fresh error as its last argument; throws where it does not give CEMENT_OK.
template <class Function, class... Arguments> void call(Function function, Arguments... arguments) {
  cement_error error = {};
  error.size = sizeof error;
  if (function(arguments..., &error) != CEMENT_OK) throw Error(error);
}

template <class Handle, void (*destroy)(Handle *)> struct Destroy {
  void operator()(Handle *handle) const {
    destroy(handle);
  }
};
using Context = std::unique_ptr<cement_context, Destroy<cement_context, cement_context_destroy>>;
using Catalog = std::unique_ptr<cement_catalog, Destroy<cement_catalog, cement_catalog_destroy>>;
using Ledger = std::unique_ptr<cement_ledger, Destroy<cement_ledger, cement_ledger_destroy>>;
using Plan = std::unique_ptr<cement_plan, Destroy<cement_plan, cement_plan_destroy>>;
using Run = std::unique_ptr<cement_run, Destroy<cement_run, cement_run_destroy>>;
using Columns = std::unique_ptr<cement_columns, Destroy<cement_columns, cement_columns_destroy>>;

// made<Catalog>(cement_catalog_create, context): what a function of the library creates, with its owner.
template <class Owner, class Create, class... Given> Owner made(Create create, Given... given) {
  typename Owner::pointer handle = nullptr;
  call(create, &handle, given...);
  return Owner(handle);
}

// A struct of the library that tells its size.
template <class Struct> Struct sized() {
  Struct made = {};
  made.size = sizeof made;
  return made;
}

inline cement_figure figure(const Run &run, size_t index) {
  cement_figure out = sized<cement_figure>();
  call(cement_run_figure, run.get(), &out, index);
  return out;
}

inline cement_finding finding(const Run &run, size_t index) {
  cement_finding out = sized<cement_finding>();
  call(cement_run_finding, run.get(), &out, index);
  return out;
}

inline std::string file(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

inline Ledger ledger_of(const Catalog &catalog, const std::string &name, const std::string &text) {
  Ledger ledger = made<Ledger>(cement_ledger_create, catalog.get());
  call(cement_ledger_read, ledger.get(), name.c_str(), text.data(), text.size());
  call(cement_ledger_finish, ledger.get());
  return ledger;
}

inline Ledger read_ledger(const Catalog &catalog, const std::string &path) {
  return ledger_of(catalog, path, file(path));
}

// Columns of a plant that is told by the text of a ledger. Once they are made they need nothing of it but the context.
struct Prepared {
  Context context = made<Context>(cement_context_create, static_cast<const cement_config *>(nullptr));
  Columns columns; // declared after the context, so destroyed before it

  Prepared(const std::string &ledger_text, const std::vector<const char *> &editions,
           const std::vector<cement_output> &outputs) {
    const Catalog catalog = made<Catalog>(cement_catalog_create, context.get());
    const Ledger ledger = ledger_of(catalog, "plant", ledger_text);
    const Plan plan = made<Plan>(cement_plan_create, catalog.get());
    for (const char *edition : editions) call(cement_plan_add, plan.get(), edition);
    const Run run = made<Run>(cement_run_create, plan.get(), ledger.get());
    columns = made<Columns>(cement_columns_create, run.get(), outputs.data(), outputs.size());
  }
};

// Where an item of a line stands among the slots; `of` may be NULL where it has no members, or but one.
inline size_t slot_of(const Columns &columns, const char *line, const char *item, const char *of) {
  cement_slot like = sized<cement_slot>();
  like.key = item;
  like.line = line;
  like.of = of;
  size_t slot = 0;
  call(cement_columns_find, columns.get(), &slot, static_cast<const cement_slot *>(&like), CEMENT_COLUMNS_SLOT);
  return slot;
}

// A writer of the library that writes into a stream; no exception passes through the library.
inline int32_t to_stream(void *user, const char *bytes, size_t size) {
  std::ostream &out = *static_cast<std::ostream *>(user);
  try {
    out.write(bytes, static_cast<std::streamsize>(size));
  } catch (...) {
    return 1;
  }
  return out ? 0 : 1;
}

inline std::string or_empty(const char *text) {
  return text ? text : "";
}

} // namespace cement

#endif
