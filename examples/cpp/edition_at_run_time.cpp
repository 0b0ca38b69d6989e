// An edition that is a file of yours, loaded at run time: what it says, what it gives for a ledger, and the proof of
// one figure. Nothing is compiled for a new rule. The standard of this example does not exist.
//
// Build and run, in this folder:
//
//     c++ -std=c++11 edition_at_run_time.cpp -o edition_at_run_time $(pkg-config --cflags --libs libcement)
//     ./edition_at_run_time ../edition/house.dust-and-water@1.json house.dust-and-water@1 ../edition/house.ledger.json
#include "cement.hpp"

#include <iomanip>
#include <iostream>

namespace {

void *const screen = static_cast<std::ostream *>(&std::cout);

// Each figure in a line, and the proof of the last one that is judged by levels.
void show(const cement::Run &run) {
  const size_t none = cement_run_figure_count(run.get());
  size_t judged = none;
  for (size_t index = 0; index < none; index++) {
    const cement_figure figure = cement::figure(run, index);
    std::cout << std::left << std::setw(9) << figure.period << std::setw(9) << (figure.line ? figure.line : "plant")
              << std::setw(37) << figure.label_en << std::right << std::setw(12)
              << (figure.status == CEMENT_STATUS_OK ? figure.display : "incomplete") << ' ' << figure.unit;
    if (figure.grade != CEMENT_NO_GRADE) {
      std::cout << "  level " << figure.grade;
      judged = index;
    }
    std::cout << '\n';
  }
  if (judged == none) return;
  std::cout << "\nWhy, for the last of them that is judged:\n\n";
  cement::call(cement_run_explain, run.get(), cement::to_stream, screen, judged, CEMENT_LANGUAGE_EN);
}

void work(const std::string &edition_path, const char *id, const std::string &ledger_path) {
  const auto context =
      cement::made<cement::Context>(cement_context_create, static_cast<const cement_config *>(nullptr));
  const auto catalog = cement::made<cement::Catalog>(cement_catalog_create, context.get());

  // A mistake in the file is told with its place, and the catalog stays as it was.
  const std::string text = cement::file(edition_path);
  cement::call(cement_catalog_load, catalog.get(), edition_path.c_str(), text.data(), text.size());
  cement::call(cement_catalog_describe, catalog.get(), cement::to_stream, screen, id, CEMENT_FORMAT_TEXT,
               CEMENT_LANGUAGE_EN);

  const auto ledger = cement::read_ledger(catalog, ledger_path);
  const auto plan = cement::made<cement::Plan>(cement_plan_create, catalog.get());
  cement::call(cement_plan_add, plan.get(), id);
  const auto run = cement::made<cement::Run>(cement_run_create, plan.get(), ledger.get());
  std::cout << "\nFigures\n\n";
  show(run);
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::cerr << "usage: edition_at_run_time EDITION.json ID LEDGER\n";
    return 2;
  }
  try {
    work(argv[1], argv[2], argv[3]);
  } catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
