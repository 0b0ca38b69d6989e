/* Findings of reading: what was repaired in a plant's files, taken for granted or left out. */
#include "base/invariant.h"
#include "run/findings.h"

#define TYPE(code, severity, zh, en)                                                                                   \
  {                                                                                                                    \
    CM_TEXT(code), severity, {                                                                                         \
      CM_TEXT(zh), CM_TEXT(en)                                                                                         \
    }                                                                                                                  \
  }

static const cm_finding_type types[CM_REMARK_COUNT] = {
    [CM_REMARK_ENCODING] =
        TYPE("plant-encoding", CM_INFO, "文件编码由内容推断", "the encoding of a file was found from its bytes"),
    [CM_REMARK_SPACES] = TYPE("plant-spaces", CM_INFO, "数字前后的全角或不间断空格已去除",
                              "wide or no-break spaces around numbers were taken off"),
    [CM_REMARK_FULL_WIDTH] = TYPE("plant-full-width", CM_INFO, "全角数字和符号已按半角读取",
                                  "full-width digits and signs were read as plain ones"),
    [CM_REMARK_THOUSANDS] = TYPE("plant-thousands", CM_INFO, "千位分隔符已去除", "thousands separators were taken out"),
    [CM_REMARK_PERCENT] = TYPE("plant-percent", CM_INFO, "数字后的百分号已按单位 % 读取",
                               "percent signs behind numbers were read as the unit"),
    [CM_REMARK_PLUS] = TYPE("plant-plus", CM_INFO, "数字前的正号已去除", "plus signs before numbers were taken off"),
    [CM_REMARK_QUOTE] =
        TYPE("plant-quote", CM_INFO, "数字前的文本标记（'）已去除", "text marks (') before numbers were taken off"),
    [CM_REMARK_EXPONENT] =
        TYPE("plant-exponent", CM_INFO, "科学计数法数字已展开", "numbers with an exponent were written out"),
    [CM_REMARK_ZEROS] = TYPE("plant-zeros", CM_INFO, "数字的前导零已去除", "leading zeros of numbers were taken off"),
    [CM_REMARK_POINT] = TYPE("plant-point", CM_INFO, "以小数点开头或结尾的数字已补零",
                             "numbers that begin or end with their point were completed"),
    [CM_REMARK_PRECISION] = TYPE("plant-precision", CM_INFO, "数字有 15 位以上有效数字且以零结尾，可能被电子表格截断",
                                 "numbers of 15 digits or more that end in zeros may have been cut by a spreadsheet"),
    [CM_REMARK_SERIAL] = TYPE("plant-serial", CM_INFO, "电子表格日期序号已按日期读取",
                              "day numbers of a spreadsheet were read as dates"),
    [CM_REMARK_MEMBER] = TYPE("plant-taken-as", CM_WARNING, "品种由习惯名称推定",
                              "a loose name of a fuel or material was taken as one of the list"),
    [CM_REMARK_ASSUMED] = TYPE("plant-fuel-assumed", CM_WARNING, "表头未写明燃料品种，已推定",
                               "a heading names no fuel; one was assumed"),
    [CM_REMARK_SUBJECT] = TYPE("plant-subject-assumed", CM_WARNING, "表头未写明所指对象，已推定",
                               "a heading does not say of what; it was assumed"),
    [CM_REMARK_BASIS] =
        TYPE("plant-basis-assumed", CM_WARNING, "未写明基准，按收到基读取", "no basis is stated; taken as received"),
    [CM_REMARK_SPELLING] =
        TYPE("plant-unit-spelling", CM_INFO, "单位写法不规范，已识别", "a unit in an unusual spelling was understood"),
    [CM_REMARK_SHORT] = TYPE("plant-unit-short", CM_WARNING, "单位为简称，已补全", "a shortened unit was completed"),
    [CM_REMARK_REMARK] = TYPE("plant-heading-remark", CM_INFO, "表头括号内的说明未采用",
                              "a remark in a heading's brackets was not used"),
    [CM_REMARK_SAMPLED] = TYPE("plant-sampled-elsewhere", CM_WARNING, "计量点与采样点不同",
                               "the coal is sampled at another point than it is weighed at"),
    [CM_REMARK_LETTERS] = TYPE("plant-characters", CM_INFO, "含有各版 GB 18030 映射不同或私有区的字符",
                               "characters that the editions of GB 18030 map differently, or of private use"),
    [CM_REMARK_COLUMN] = TYPE("plant-column-unused", CM_WARNING, "该列未采用", "a column was not used"),
    [CM_REMARK_SPARE] =
        TYPE("plant-column-spare", CM_INFO, "该列已识别，但无需采用", "a known column that nothing needs here"),
    [CM_REMARK_ABOVE] = TYPE("plant-date-above", CM_INFO, "日期单元格为空的行沿用其上方的日期",
                             "rows whose date is empty are of the date above them"),
    [CM_REMARK_ROW] = TYPE("plant-row-unused", CM_INFO, "无日期且无数据的行未采用",
                           "rows without a date and without numbers were not used"),
    [CM_REMARK_TOTAL] = TYPE("plant-total-differs", CM_WARNING, "表中合计与各行之和不符，合计未采用",
                             "a total of the table is not the sum of its rows; the total is not used"),
    [CM_REMARK_GAP] = TYPE("plant-gap", CM_WARNING, "有缺失或无效的单元格，当月数值未采用",
                           "cells without value: the month has no value, and its figures are incomplete"),
    [CM_REMARK_ZERO] = TYPE("plant-gap-zero", CM_WARNING, "缺失的单元格按映射文件的说明计为零",
                            "cells without value count as zero, as the mapping says"),
    [CM_REMARK_DAYS] = TYPE("plant-days-missing", CM_WARNING, "当月部分日期无数据行或数据行不全",
                            "the files have no row, or not all rows, for some days of the month"),
    [CM_REMARK_SAMPLES] = TYPE("plant-samples-missing", CM_INFO, "部分样品无数值，未计入平均值",
                               "samples without value were left out of a mean"),
    [CM_REMARK_STOPPED] = TYPE("plant-stopped", CM_INFO, "单元格注明停窑，当期产量和用量计为零",
                               "cells say that the kiln stood: what it made and used counts as zero"),
    [CM_REMARK_UNWEIGHTED] = TYPE("plant-unweighted", CM_WARNING, "平均值缺少权重", "values of a mean have no weight"),
    [CM_REMARK_RATE] = TYPE("plant-rate", CM_WARNING, "按时间计的量（如 t/h）已按每行时长换算为数量",
                            "a rate became amounts, by how long each row is"),
    [CM_REMARK_CONVERTED] = TYPE("plant-converted", CM_WARNING, "已换算为收到基，换算系数未经核实",
                                 "converted to the basis as received, by constants that are unverified"),
    [CM_REMARK_FACILITY] =
        TYPE("plant-facility-assumed", CM_WARNING, "未给出企业标识，已命名为", "the plant has no id; it is called"),
    [CM_REMARK_LINE] =
        TYPE("plant-line-assumed", CM_WARNING, "文件未写明生产线，已命名为", "no file names a line; it is called"),
};

const cm_finding_type *cm_remark_type(cm_remark_kind kind) {
  return &types[kind];
}

static uint32_t find_line(const cm_ledger *ledger, cm_str id) {
  const cm_line *lines = ledger->lines.at;
  size_t count = ledger->lines.size;
  uint32_t i = 0;
  while (i + 1 < count && !cm_str_eq(lines[i].id, id)) i++;
  /* reading declares the lines that it speaks of */
  if (CEMENT_NEVER(count == 0 || !cm_str_eq(lines[i].id, id))) return CM_NONE;
  return i;
}

static uint32_t find_fuel(const cm_ledger *ledger, cm_str id) {
  for (uint32_t i = 0; i < ledger->fuels.size; i++)
    if (cm_str_eq(ledger->fuels.at[i].id, id)) return i;
  return CM_NONE;
}

static uint32_t find_material(const cm_ledger *ledger, cm_str id) {
  for (uint32_t i = 0; i < ledger->materials.size; i++)
    if (cm_str_eq(ledger->materials.at[i].id, id)) return i;
  return CM_NONE;
}

static uint32_t find_section(const cm_ledger *ledger, cm_str key) {
  return (uint32_t)cm_set_find_member(&ledger->items->section, key); /* -1 is CM_NONE */
}

static int raise_remark(cm_run *run, const cm_remark *r, cement_error *err) {
  cm_finding f = cm_finding_make(&types[r->kind]);
  if (r->line.size) f.line = find_line(run->ledger, r->line);
  f.period = r->month;
  f.item = r->item;
  f.key = r->key;
  f.detail = r->detail;
  uint8_t sets = r->item ? r->item->sets : 0;
  if (r->of.size && (sets & CM_SET_FUEL)) f.tuple.fuel = find_fuel(run->ledger, r->of);
  if (r->of.size && (sets & CM_SET_MATERIAL)) f.tuple.material = find_material(run->ledger, r->of);
  if (r->of.size && (sets & CM_SET_SECTION)) f.section = find_section(run->ledger, r->of);
  return cm_finding_raise(run, f, err);
}

int cm_findings_remarks(cm_run *run, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < run->ledger->remarks.size && !status; i++)
    status = raise_remark(run, &run->ledger->remarks.at[i], err);
  return status;
}
