#include "cli.h"

static const char overview[] =
    "cement - energy intensity, CO2 and substitution figures of a cement plant, each with its proof\n"
    "\n"
    "  cement report  LEDGER...                figures, grades and findings of a plant\n"
    "  cement explain LEDGER --key KEY         the proof of one figure\n"
    "  cement check   LEDGER                   is this ledger sound?\n"
    "  cement check   REPORT --ledger LEDGER   does this report still come out the same?\n"
    "  cement map     FILE...                  what the columns of a plant's tables are taken to be\n"
    "  cement ledger  FILE...                  the plant's files as one ledger\n"
    "  cement quality FILE...                  how good the plant's data are\n"
    "  cement template                         the monthly form, empty\n"
    "  cement editions [ID]                    the rules that are known, or one of them with its citations\n"
    "\n"
    "Try\n"
    "  cement report plant.json\n"
    "  cement report plant.json --lang zh\n"
    "  cement explain plant.json --key clinker_energy_intensity --line L1\n"
    "\n"
    "Each subcommand tells more with --help. --version tells the version.\n"
    "\n"
    "Exit status: 0 done; 1 check found a difference, or a figure is incomplete with --require-complete;\n"
    "2 wrong usage; 3 the input was refused; 4 a file could not be read or written, or memory gave out.\n";

static const char report[] =
    "cement report LEDGER... [options] - figures, grades and findings of a plant\n"
    "\n"
    "LEDGER is JSON (cement-ledger/1), long CSV, or a table as plants export it: CSV or TSV in UTF-8 or\n"
    "GB18030, a row a month, a day or a moment, or the monthly form. Which is told by its content; - is\n"
    "standard input. Several LEDGERs describe one plant together.\n"
    "\n"
    "  --edition ID              compute this edition; repeat for several. When none is named:\n"
    "                            cn.gb-16780@2021, cn.cets-ag-02.01@v01-2024, substitution@1\n"
    "  --load FILE               add an edition file to those built in (- is standard input)\n"
    "  --option EDITION:KEY=VALUE\n"
    "                            choose an option of an edition; cement editions ID lists them\n"
    "  --period P                show a month 2025-03, a year 2025 or a range 2023-04..2024-02 only\n"
    "  --format FORMAT           text (default), json, csv, markdown, or form: the ledger in the\n"
    "                            layout of the monthly form, with its figures\n"
    "  --lang LANG               en (default) or zh\n"
    "  --strict                  refuse what a lenient reading of tables would repair or take for granted\n"
    "  --require-complete        exit with status 1 when a figure shown is incomplete\n"
    "  --map FILE                what the columns of the tables are (cement map proposes it)\n"
    "  -o FILE                   write to FILE, whole or not at all, instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement report plant.json                                       a table for each line\n"
    "  cement report plant.json --period 2025-03                      one month\n"
    "  cement report lines.csv fuels.csv --format csv -o figures.csv  for a spreadsheet\n"
    "  cement report plant.json --format json -o 2025.json            a record that check runs again\n"
    "  cement report plant.json --edition substitution@1 --lang zh    substitution rates, in Chinese\n"
    "  cement report plant.json --option cn.gb-16780@2021:waste_heat_power_coefficient=0.404\n";

static const char explain[] =
    "cement explain LEDGER... --key KEY [options] - the proof of one figure\n"
    "\n"
    "Clause, expression, observations, factors with citation and confidence, every intermediate value,\n"
    "the rounding and the grade.\n"
    "\n"
    "  --key KEY                 the figure, as the report's csv and json call it\n"
    "  --edition ID              of this edition; absent: the first one that has the figure of\n"
    "                            cn.gb-16780@2021, cn.cets-ag-02.01@v01-2024, substitution@1\n"
    "  --line L                  of this line; absent: the whole plant's figure, or the only line's\n"
    "  --period P                in this month or year; absent: the last year\n"
    "  --of M                    of this fuel or material, for figures that come by member\n"
    "  --option EDITION:KEY=VALUE, --load FILE, --map FILE, --strict   as for report\n"
    "  --lang LANG               en (default) or zh\n"
    "  -o FILE                   write to FILE instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement explain plant.json --key cement_energy_intensity\n"
    "  cement explain plant.json --key clinker_energy_intensity --line L1 --period 2025\n"
    "  cement explain plant.json --key fuel_co2 --of diesel --line L1 --period 2025-03 --lang zh\n";

static const char check[] =
    "cement check LEDGER... [options] - is this ledger sound?\n"
    "cement check REPORT --ledger LEDGER [options] - does this report still come out the same?\n"
    "\n"
    "The first reads a ledger, computes the default editions over it and says what it holds. The second\n"
    "runs a JSON report again, with the editions, options and period that it names, and tells the first\n"
    "difference; everything is compared except the library's version.\n"
    "\n"
    "  --ledger LEDGER           the ledger that the report was made of; repeat for several\n"
    "  --load FILE               add an edition file to those built in\n"
    "  --map FILE, --strict      as for report\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement check plant.json\n"
    "  cement report plant.json --format json -o 2025.json\n"
    "  cement check 2025.json --ledger plant.json\n";

static const char map[] =
    "cement map FILE... [options] - what the columns of a plant's tables are taken to be\n"
    "\n"
    "Reads the headings of each FILE, or the titles of its rows, and what the rows call lines and fuels, and\n"
    "writes a mapping (cement-mapping/1), to be edited and given back by --map. What was not recognised is\n"
    "told on standard error and waits in the mapping for a person's word.\n"
    "\n"
    "  --map FILE                begin with this mapping: it decides for the tables that it names\n"
    "  --load FILE               add an edition file to those built in\n"
    "  -o FILE                   write to FILE instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement map daily.csv -o mapping.json\n"
    "  cement report daily.csv laboratory.csv --map mapping.json\n";

static const char ledger[] =
    "cement ledger FILE... [options] - the plant's files as one ledger\n"
    "\n"
    "Reads ledgers and tables as report does and writes the ledger that they are, in its canonical form\n"
    "(JSON, sorted, in the items' units). What reading repaired is told by report, not here.\n"
    "\n"
    "  --map FILE, --strict, --load FILE   as for report\n"
    "  -o FILE                   write to FILE, whole or not at all, instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement ledger daily.csv laboratory.csv -o plant.json\n"
    "  cement report plant.json\n";

static const char template[] =
    "cement template [options] - the monthly form, empty\n"
    "\n"
    "Writes a CSV to be filled in with a spreadsheet, a row for each item of each line and a column for\n"
    "each month: UTF-8 with a byte order mark, by which spreadsheets know the encoding. Filled it is read\n"
    "like any other of the plant's files. Rows of computed figures are left to report --format form.\n"
    "\n"
    "  --lines N                 production lines, called L1, L2 ...; 1 unless told\n"
    "  --year Y                  the year; absent: a column is left for it\n"
    "  --lang LANG               en (default) or zh\n"
    "  -o FILE                   write to FILE, whole or not at all, instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement template --lines 2 --year 2025 --lang zh -o 2025.csv\n"
    "  cement report 2025.csv --format form --lang zh -o figures.csv\n";

static const char quality[] =
    "cement quality LEDGER... [options] - how good the plant's data are\n"
    "\n"
    "Which months have which items and by what method, the shares of default and estimated values, months\n"
    "that stand out, balances, and what reading the plant's tables repaired or left out. Reads as report\n"
    "does; nothing of it is part of a figure.\n"
    "\n"
    "  --format FORMAT           text (default), json or markdown\n"
    "  --lang LANG               en (default) or zh\n"
    "  --cells FILE              write to FILE, as CSV, every cell that is no plain number and what\n"
    "                            became of it; of a refused file up to where it was refused\n"
    "  --map FILE, --strict, --load FILE   as for report\n"
    "  -o FILE                   write to FILE, whole or not at all, instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement quality plant.json\n"
    "  cement quality daily.csv --cells cells.csv\n"
    "  cement quality daily.csv laboratory.csv --format markdown --lang zh -o quality.md\n";

static const char editions[] =
    "cement editions [ID] [options] - the rules that are known\n"
    "\n"
    "Without ID one line for each edition: id, status, date of effect, figures, title. With ID all of it:\n"
    "factors, formulas, limits and options with their citations.\n"
    "\n"
    "  --load FILE               add an edition file to those built in\n"
    "  --format FORMAT           text (default) or markdown\n"
    "  --lang LANG               en (default) or zh\n"
    "  -o FILE                   write to FILE instead of standard output\n"
    "  -h, --help                show this\n"
    "\n"
    "Examples\n"
    "  cement editions\n"
    "  cement editions cn.gb-16780@2021\n"
    "  cement editions substitution@1 --format markdown --lang zh -o substitution.md\n";

const char *help_text(unsigned command) {
  switch (command) {
  case FOR_REPORT: return report;
  case FOR_EXPLAIN: return explain;
  case FOR_CHECK: return check;
  case FOR_MAP: return map;
  case FOR_LEDGER: return ledger;
  case FOR_TEMPLATE: return template;
  case FOR_QUALITY: return quality;
  case FOR_EDITIONS: return editions;
  default: return overview;
  }
}
