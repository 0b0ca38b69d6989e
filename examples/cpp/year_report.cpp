// A year's report: what each line and the plant needed in a year, with grades, and what is missing; and the whole
// report as a page.
//
// Build and run, in this folder:
//
//     c++ -std=c++11 year_report.cpp -o year_report $(pkg-config --cflags --libs libcement)
//     ./year_report ../synthetic-plant.ledger.json 2025 year-2025.md
#include "cement.hpp"

#include <iomanip>
#include <iostream>
#include <vector>

namespace {

void print_missing(const cement::Run &run, size_t index) {
  std::vector<cement_missing> missing(3);
  size_t count = 0;
  cement::call(cement_run_missing, run.get(), missing.data(), missing.size(), &count, index);
  for (size_t i = 0; i < count && i < missing.size(); i++)
    std::cout << "      lacks " << missing[i].item << (missing[i].of ? " of " : "") << cement::or_empty(missing[i].of)
              << ' ' << missing[i].period << '\n';
  if (count > missing.size()) std::cout << "      and " << count - missing.size() << " more\n";
}

void print_figure(const cement_figure &figure) {
  std::cout << "  " << std::left << std::setw(42) << figure.label_en << ' ' << std::setw(16)
            << cement::or_empty(figure.of) << std::right << std::setw(15);
  if (figure.status == CEMENT_STATUS_INCOMPLETE) std::cout << "incomplete";
  if (figure.status == CEMENT_STATUS_NOT_APPLICABLE) std::cout << "not applicable";
  if (figure.status == CEMENT_STATUS_OK) std::cout << figure.display << ' ' << figure.unit;
  if (figure.grade == 0) std::cout << ", no level is met: the last is " << figure.applied[figure.levels - 1];
  if (figure.grade > 0)
    std::cout << ", level " << figure.grade << ": at most "
              << std::string(figure.applied[figure.grade - 1]).substr(0, 8);
  std::cout << '\n';
}

// All figures of the year: they come by edition, then by line, the whole plant last.
void print_year(const cement::Run &run, const std::string &year) {
  std::string heading;
  for (size_t index = 0; index < cement_run_figure_count(run.get()); index++) {
    const cement_figure figure = cement::figure(run, index);
    if (year != figure.period) continue;
    const std::string here =
        std::string(figure.edition) + ", " + (figure.line ? std::string("line ") + figure.line : "the whole plant");
    if (here != heading) std::cout << '\n' << here << '\n';
    heading = here;
    print_figure(figure);
    if (figure.status == CEMENT_STATUS_INCOMPLETE) print_missing(run, index);
  }
}

// What a reader of the figures should know: defaults that stood in, values outside their usual range.
void print_findings(const cement::Run &run, const std::string &year) {
  std::cout << "\nWarnings\n";
  for (size_t index = 0; index < cement_run_finding_count(run.get()); index++) {
    const cement_finding finding = cement::finding(run, index);
    if (finding.severity < CEMENT_WARNING) continue;
    if (finding.period[0] && std::string(finding.period).substr(0, 4) != year) continue;
    std::cout << "  " << (finding.line ? finding.line : "plant") << ' ' << finding.period << ": " << finding.message_en
              << '\n';
  }
}

void save_report(const cement::Run &run, const std::string &path, const std::string &year) {
  std::ofstream out(path, std::ios::binary);
  if (!out) throw std::runtime_error(path + ": cannot be written");
  std::ostream *stream = &out;
  cement::call(cement_run_report, run.get(), cement::to_stream, static_cast<void *>(stream), CEMENT_FORMAT_MARKDOWN,
               CEMENT_LANGUAGE_EN, year.c_str());
  out.close();
  if (!out) throw std::runtime_error(path + ": cannot be written");
}

void work(const std::string &ledger_path, const std::string &year, const std::string &report_path) {
  // In the order of creation: what is declared last is destroyed first.
  const auto context =
      cement::made<cement::Context>(cement_context_create, static_cast<const cement_config *>(nullptr));
  const auto catalog = cement::made<cement::Catalog>(cement_catalog_create, context.get());
  const auto ledger = cement::read_ledger(catalog, ledger_path);
  const auto plan = cement::made<cement::Plan>(cement_plan_create, catalog.get());
  cement::call(cement_plan_add, plan.get(), "cn.gb-16780@2021"); // in full: there is no "latest"
  cement::call(cement_plan_add, plan.get(), "cn.cets-ag-02.01@v01-2024");
  const auto run = cement::made<cement::Run>(cement_run_create, plan.get(), ledger.get());
  print_year(run, year);
  print_findings(run, year);
  save_report(run, report_path, year);
  std::cout << "\nThe report is in " << report_path << ".\n";
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::cerr << "usage: year_report LEDGER YEAR REPORT.md\n";
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
