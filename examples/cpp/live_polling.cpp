// Live polling: an MES reads a kiln's counters each minute and shows what the month has come to so far.
//
// Everything is prepared once: a ledger tells what the kiln is, columns are made from it, the counters' places are
// looked up. The loop then only writes three numbers and calls cement_run_batch for one row: no text, no memory,
// microseconds. A counter that gives no signal is marked as not valid, and the figures that need it are incomplete
// until it is back.
//
// Build and run, in this folder; the counters come from a file where an MES would ask its control system:
//
//     c++ -std=c++11 live_polling.cpp -o live_polling $(pkg-config --cflags --libs libcement)
//     ./live_polling ../kiln-minutes.csv
#include "cement.hpp"

#include <array>
#include <iomanip>
#include <iostream>
#include <sstream>

namespace {

// What the kiln is. The numbers do not matter here, only what there is: one fuel, its calorific value, one meter.
const char kiln[] = "line,period,item,of,value,unit\n"
                    ",,facility.id,,KILN-1,\n"
                    ",,facility.altitude,,320,m\n"
                    "L1,,line.clinker_type,,portland,\n"
                    "L1,2025-06,clinker_output,,100000,t\n"
                    "L1,2025-06,fuel_consumption,bituminous_coal,12500,t\n"
                    "L1,2025-06,fuel_ncv,bituminous_coal,23.4456,GJ/t\n"
                    "L1,2025-06,electricity_consumption,clinker,5500000,kWh\n";

// What is shown, in this order.
enum { COAL, ENERGY, LEVEL, CO2, OUTPUTS };
const std::vector<cement_output> outputs = {
    {"cn.gb-16780@2021", "clinker_coal_intensity", "L1", nullptr, CEMENT_OUTPUT_VALUE, 0},
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", nullptr, CEMENT_OUTPUT_VALUE, 0},
    {"cn.gb-16780@2021", "clinker_energy_intensity", "L1", nullptr, CEMENT_OUTPUT_GRADE, 0},
    {"cn.cets-ag-02.01@v01-2024", "co2_intensity", "L1", nullptr, CEMENT_OUTPUT_VALUE, 0},
};

// The counters, and the laboratory's calorific value that stands for the month.
enum { CLINKER_T, COAL_T, POWER_KWH, COUNTERS, NCV = COUNTERS, INPUTS };
const char *const items[INPUTS] = {"clinker_output", "fuel_consumption", "electricity_consumption", "fuel_ncv"};
const double ncv_of_laboratory = 23.4456; // GJ/t as received

class Monitor {
public:
  Monitor()
      : prepared_(kiln, {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024"}, outputs), columns_(prepared_.columns),
        in_(cement_columns_count(columns_.get(), CEMENT_COLUMNS_SLOT), cement_column()),
        workspace_(cement_columns_count(columns_.get(), CEMENT_COLUMNS_WORKSPACE)), values_(), valid_(), results_(),
        known_() {
    for (size_t i = 0; i < INPUTS; i++) {
      cement_column &column = in_[cement::slot_of(columns_, "L1", items[i], nullptr)];
      column.values = &values_[i];
      column.valid = &valid_[i];
      column.stride = 8;
    }
    set(NCV, ncv_of_laboratory);
  }
  Monitor(const Monitor &) = delete; // the columns point into it
  Monitor &operator=(const Monitor &) = delete;

  void set(size_t input, double value) {
    values_[input] = value;
    valid_[input] = 1;
  }
  void no_signal(size_t input) {
    valid_[input] = 0;
  }

  // The figures of the month so far, from the counters as they are now.
  void compute() {
    std::array<cement_result, OUTPUTS> out = {};
    for (size_t i = 0; i < OUTPUTS; i++) {
      out[i].values = &results_[i];
      out[i].valid = &known_[i];
    }
    cement::call(cement_run_batch, columns_.get(), out.data(), static_cast<uint8_t *>(nullptr),
                 static_cast<const cement_column *>(in_.data()), uint64_t(0), uint64_t(1),
                 static_cast<void *>(workspace_.data()), workspace_.size());
  }

  // A figure, or "incomplete".
  std::string figure(size_t output, int decimals, const char *unit) const {
    if (!(known_[output] & 1)) return "incomplete";
    std::ostringstream out;
    out << std::fixed << std::setprecision(decimals) << results_[output] << unit;
    return out.str();
  }
  std::string counter(size_t input, const char *unit) const {
    if (!valid_[input]) return "no signal";
    std::ostringstream out;
    out << std::fixed << std::setprecision(2) << values_[input] << unit;
    return out.str();
  }

private:
  cement::Prepared prepared_;
  const cement::Columns &columns_;
  std::vector<cement_column> in_; // one for each slot; those that are not fed stay without values
  std::vector<unsigned char> workspace_;
  std::array<double, INPUTS> values_;
  std::array<uint8_t, INPUTS> valid_; // bit 0: row 0
  std::array<double, OUTPUTS> results_;
  std::array<uint8_t, OUTPUTS> known_; // bit 0 likewise
};

// One reading, "00:17,63.75,,3315": the time and the counters; nothing between the commas is no signal.
std::string take_reading(Monitor &monitor, const std::string &line) {
  std::istringstream cells(line);
  std::string time, cell;
  std::getline(cells, time, ',');
  for (size_t i = 0; i < COUNTERS; i++) {
    cell.clear();
    std::getline(cells, cell, ',');
    if (cell.empty())
      monitor.no_signal(i);
    else
      monitor.set(i, std::stod(cell));
  }
  return time;
}

void show(const Monitor &monitor, const std::string &time) {
  std::cout << time << "  clinker " << monitor.counter(CLINKER_T, " t") << "  coal "
            << monitor.figure(COAL, 2, " kgce/t") << "  energy " << monitor.figure(ENERGY, 2, " kgce/t") << ", level "
            << monitor.figure(LEVEL, 0, "") << "  CO2 " << monitor.figure(CO2, 4, " t/t") << '\n';
}

// The loop of the MES.
void watch(Monitor &monitor, const std::string &path) {
  std::ifstream readings(path);
  if (!readings) throw std::runtime_error(path + ": cannot be read");
  std::string line;
  std::getline(readings, line); // the heading
  while (std::getline(readings, line)) {
    const std::string time = take_reading(monitor, line);
    monitor.compute();
    show(monitor, time);
  }
  if (readings.bad()) throw std::runtime_error(path + ": the readings broke off");
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2) {
    std::cerr << "usage: live_polling READINGS.csv\n";
    return 2;
  }
  try {
    Monitor monitor;
    watch(monitor, argv[1]);
  } catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
