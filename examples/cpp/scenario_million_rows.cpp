// A scenario over a million rows: what if a kiln took 0 to 40 % of its heat from refuse-derived fuel (RDF), and its
// line needed 48 to 62 kWh per tonne of clinker? Each of 1 000 x 1 000 cases is a row; two threads compute them, each
// its own half, and the result is the same bits for every number of threads.
//
// Build and run, in this folder:
//
//     c++ -std=c++11 -pthread scenario_million_rows.cpp -o scenario $(pkg-config --cflags --libs libcement)
//     ./scenario
#include "cement.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <thread>

namespace {

const size_t steps = 1000, rows = steps * steps; // row = step of RDF * steps + step of electricity
const size_t threads = 2;

// The plant: one line at sea level, 100 000 t of clinker, 3.5 GJ for each.
const double clinker = 100000, heat = 350000, coal_ncv = 23, rdf_ncv = 15.5;
const char plant[] = "line,period,item,of,value,unit\n"
                     ",,facility.id,,WHAT-IF,\n"
                     ",,facility.altitude,,100,m\n"
                     "L1,,line.clinker_type,,portland,\n"
                     "L1,2025-01,clinker_output,,100000,t\n"
                     "L1,2025-01,fuel_consumption,bituminous_coal,10000,t\n"
                     "L1,2025-01,fuel_ncv,bituminous_coal,23,GJ/t\n"
                     "L1,2025-01,fuel_consumption,rdf,5000,t\n"
                     "L1,2025-01,fuel_ncv,rdf,15.5,GJ/t\n"
                     "L1,2025-01,electricity_consumption,clinker,5500000,kWh\n";

enum { LEVEL, CO2, SUBSTITUTION, OUTPUTS };
const std::vector<cement_output> outputs = {
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", nullptr, CEMENT_OUTPUT_GRADE, 0},
    {"cn.cets-ag-02.01@v01-2024", "co2_intensity", "L1", nullptr, CEMENT_OUTPUT_VALUE, 0},
    {"substitution@1", "thermal_substitution_rate", "L1", nullptr, CEMENT_OUTPUT_VALUE, 0},
};

double rdf_share(size_t row) {
  return 0.0004 * static_cast<double>(row / steps);
}
double kwh_per_tonne(size_t row) {
  return 48 + 0.014 * static_cast<double>(row % steps);
}

struct Scenario {
  cement::Prepared prepared{plant, {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"}, outputs};
  const cement::Columns &columns = prepared.columns;
  std::vector<cement_column> in =
      std::vector<cement_column>(cement_columns_count(columns.get(), CEMENT_COLUMNS_SLOT), cement_column());
  std::vector<double> coal = std::vector<double>(rows), rdf = coal, power = coal; // what changes from row to row
  std::vector<double> level = coal;                                               // a result that is kept

  // Gives a slot its column: values that change by row (stride 8), or one value for all rows (stride 0).
  void connect(const char *item, const char *of, const double *values, int64_t stride) {
    cement_column &column = in[cement::slot_of(columns, "L1", item, of)];
    column.values = values;
    column.stride = stride;
  }

  Scenario() {
    for (size_t row = 0; row < rows; row++) {
      coal[row] = heat * (1 - rdf_share(row)) / coal_ncv;
      rdf[row] = heat * rdf_share(row) / rdf_ncv;
      power[row] = clinker * kwh_per_tonne(row);
    }
    connect("clinker_output", nullptr, &clinker, 0);
    connect("fuel_ncv", "bituminous_coal", &coal_ncv, 0);
    connect("fuel_ncv", "rdf", &rdf_ncv, 0);
    connect("fuel_consumption", "bituminous_coal", coal.data(), 8);
    connect("fuel_consumption", "rdf", rdf.data(), 8);
    connect("electricity_consumption", nullptr, power.data(), 8);
  }
};

// Calls work(part, workspace) in each thread, with a workspace of its own; what one of them throws is thrown here.
template <class Work> void in_threads(const Scenario &scenario, Work work) {
  std::vector<std::thread> running;
  std::vector<std::exception_ptr> failures(threads);
  for (size_t part = 0; part < threads; part++)
    running.emplace_back([&scenario, &failures, &work, part] {
      try {
        std::vector<unsigned char> workspace(cement_columns_count(scenario.columns.get(), CEMENT_COLUMNS_WORKSPACE));
        work(part, workspace);
      } catch (...) {
        failures[part] = std::current_exception();
      }
    });
  for (std::thread &each : running) each.join();
  for (const std::exception_ptr &failure : failures)
    if (failure) std::rethrow_exception(failure);
}

// The level of every row. Slices begin at multiples of 64 rows, so that no two threads write the same byte.
void compute_levels(Scenario &scenario) {
  const size_t slice = (rows / threads + 63) / 64 * 64;
  in_threads(scenario, [&](size_t part, std::vector<unsigned char> &workspace) {
    std::array<cement_result, OUTPUTS> out = {};
    out[LEVEL].values = scenario.level.data(); // the others are not wanted
    const size_t first = part * slice, count = std::min(slice, rows - first);
    cement::call(cement_run_batch, scenario.columns.get(), out.data(), static_cast<uint8_t *>(nullptr),
                 static_cast<const cement_column *>(scenario.in.data()), uint64_t(first), uint64_t(count),
                 static_cast<void *>(workspace.data()), workspace.size());
  });
}

// How many rows meet each level, mean CO2 and mean substitution: added up block by block, without keeping the rows.
void show_totals(const Scenario &scenario) {
  const uint32_t tonnes = static_cast<uint32_t>(cement::slot_of(scenario.columns, "L1", "clinker_output", nullptr));
  const std::array<cement_total, 3> totals = {{{LEVEL, CEMENT_TOTAL_GRADES, 0, 0},
                                               {CO2, CEMENT_TOTAL_MEAN, tonnes, 1},
                                               {SUBSTITUTION, CEMENT_TOTAL_MEAN, tonnes, 1}}};
  const size_t numbers = CEMENT_LEVELS_MAX + 1 + 2 + 2; // the rows by level from 0, two means with their weights
  const size_t block = cement_columns_count(scenario.columns.get(), CEMENT_COLUMNS_BLOCK);
  const size_t blocks = (rows + block - 1) / block, share = (blocks + threads - 1) / threads;
  std::vector<double> partials(blocks * numbers), out(numbers);
  in_threads(scenario, [&](size_t part, std::vector<unsigned char> &workspace) {
    const size_t first = std::min(blocks, part * share), count = std::min(share, blocks - first);
    cement::call(cement_columns_totals, scenario.columns.get(), partials.data() + first * numbers, totals.data(),
                 totals.size(), scenario.in.data(), static_cast<const int32_t *>(nullptr), size_t(1), uint64_t(rows),
                 uint64_t(first), uint64_t(count), static_cast<void *>(workspace.data()), workspace.size());
  });
  cement::call(cement_columns_merge, scenario.columns.get(), out.data(), static_cast<const double *>(partials.data()),
               totals.data(), totals.size(), size_t(1), uint64_t(blocks));
  std::cout << std::fixed << std::setprecision(0) << "Clinker energy intensity (cn.gb-16780@2021) in 1 000 000 cases\n";
  for (size_t level = 1; level <= 3; level++)
    std::cout << "  level " << level << "        " << std::setw(7) << out[level] << '\n';
  std::cout << "  not qualified  " << std::setw(7) << out[0] << '\n'
            << "CO2 per tonne of clinker, mean of all cases: " << std::setprecision(4) << out[CEMENT_LEVELS_MAX + 1]
            << " t/t\n"
            << "Thermal substitution rate, mean of all cases: " << std::setprecision(2) << out[CEMENT_LEVELS_MAX + 3]
            << " %\n";
}

// The least share of RDF with which a level is met whatever the electricity.
void show_least(const Scenario &scenario, double wanted) {
  const auto met = [wanted](double level) { return level >= 1 && level <= wanted; };
  for (size_t row = 0; row < rows; row += steps) {
    const double *levels = scenario.level.data() + row;
    if (!std::all_of(levels, levels + steps, met)) continue;
    std::cout << std::setprecision(0) << "Level " << wanted << " is met whatever the electricity from "
              << std::setprecision(2) << 100 * rdf_share(row) << " % RDF on\n";
    return;
  }
  std::cout << std::setprecision(0) << "Level " << wanted << " is not met in all cases by any share of RDF\n";
}

} // namespace

int main(int argc, char **) {
  if (argc != 1) {
    std::cerr << "usage: scenario_million_rows\n";
    return 2;
  }
  try {
    Scenario scenario;
    show_totals(scenario);
    compute_levels(scenario);
    show_least(scenario, 2);
    show_least(scenario, 1);
  } catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
