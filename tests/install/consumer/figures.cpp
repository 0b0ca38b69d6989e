// figures LEDGER EDITION...: as figures.c, in C++11: owners instead of calls to destroy, exceptions instead of
// statuses.
#include <cement/cement.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

template <class T, void (*destroy)(T *)> struct Destroy {
  void operator()(T *handle) const {
    destroy(handle);
  }
};
template <class T, void (*destroy)(T *)> using Owner = std::unique_ptr<T, Destroy<T, destroy>>;

void must(int32_t status, const cement_error &error) {
  if (status != CEMENT_OK) throw std::runtime_error(std::string(error.source) + ": " + error.message);
}

std::string text_of(const char *path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(std::string(path) + " cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

const char *status_name(int32_t status) {
  if (status == CEMENT_STATUS_OK) return "ok";
  return status == CEMENT_STATUS_INCOMPLETE ? "incomplete" : "not_applicable";
}

void print(const cement_figure &figure) {
  std::cout << figure.edition << '\t' << (figure.line ? figure.line : "") << '\t' << figure.period << '\t' << figure.key
            << '\t' << (figure.of ? figure.of : "") << '\t' << status_name(figure.status) << '\t' << figure.value
            << '\t' << figure.display << '\t' << figure.grade << '\t';
  for (uint32_t level = 0; level < figure.levels; level++) std::cout << (level ? " " : "") << figure.applied[level];
  std::cout << '\n';
}

void compute(const char *name, const std::string &text, char **editions, int count) {
  cement_error error = {};
  error.size = sizeof error;

  cement_context *new_context = nullptr;
  must(cement_context_create(&new_context, nullptr, &error), error);
  Owner<cement_context, cement_context_destroy> context(new_context);

  cement_catalog *new_catalog = nullptr;
  must(cement_catalog_create(&new_catalog, context.get(), &error), error);
  Owner<cement_catalog, cement_catalog_destroy> catalog(new_catalog);

  cement_ledger *new_ledger = nullptr;
  must(cement_ledger_create(&new_ledger, catalog.get(), &error), error);
  Owner<cement_ledger, cement_ledger_destroy> ledger(new_ledger);
  must(cement_ledger_read(ledger.get(), name, text.data(), text.size(), &error), error);
  must(cement_ledger_finish(ledger.get(), &error), error);

  cement_plan *new_plan = nullptr;
  must(cement_plan_create(&new_plan, catalog.get(), &error), error);
  Owner<cement_plan, cement_plan_destroy> plan(new_plan);
  for (int i = 0; i < count; i++) must(cement_plan_add(plan.get(), editions[i], &error), error);

  cement_run *new_run = nullptr;
  must(cement_run_create(&new_run, plan.get(), ledger.get(), &error), error);
  Owner<cement_run, cement_run_destroy> run(new_run);
  for (size_t index = 0; index < cement_run_figure_count(run.get()); index++) {
    cement_figure figure = {};
    figure.size = sizeof figure;
    must(cement_run_figure(run.get(), &figure, index, &error), error);
    print(figure);
  }
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    std::cerr << "usage: figures LEDGER EDITION...\n";
    return 2;
  }
  try {
    compute(argv[1], text_of(argv[1]), argv + 2, argc - 2);
  } catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
