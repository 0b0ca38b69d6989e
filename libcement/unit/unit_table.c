/* The spellings of units. Units are mathematics, not standards, so they live in code. What is listed is what plant
 * files and edition files write. 万 and 10^4 are the parser's. Case counts, since m and M differ by 10^9; only kWh,
 * which nothing can be mistaken for, is taken as plants type it. */
#include "unit/unit_table.h"

#define S(text, dim, ten)                                                                                              \
  { text, CM_DIM_##dim, 1, ten, 1, 1 }
#define KCAL(text, ten)                                                                                                \
  { text, CM_DIM_ENERGY, 1, ten, 41868, 1 }

const cm_spelling cm_spellings[] = {
    /* mass: g */
    S("mg", MASS, -3),
    S("g", MASS, 0),
    S("kg", MASS, 3),
    S("t", MASS, 6),
    S("kt", MASS, 9),
    S("Mt", MASS, 12),
    S("千克", MASS, 3),
    S("公斤", MASS, 3),
    S("吨", MASS, 6),
    S("千吨", MASS, 9),

    /* CO2: g. CO2 equivalents are another quantity and have no spelling. */
    S("gCO2", CO2, 0),
    S("kgCO2", CO2, 3),
    S("tCO2", CO2, 6),
    S("ktCO2", CO2, 9),
    S("MtCO2", CO2, 12),
    S("gCO₂", CO2, 0),
    S("kgCO₂", CO2, 3),
    S("tCO₂", CO2, 6),
    S("ktCO₂", CO2, 9),
    S("MtCO₂", CO2, 12),
    S("吨CO2", CO2, 6),
    S("吨CO₂", CO2, 6),
    S("吨二氧化碳", CO2, 6),

    /* carbon: g */
    S("gC", CARBON, 0),
    S("kgC", CARBON, 3),
    S("tC", CARBON, 6),

    /* standard coal: g */
    S("gce", COAL, 0),
    S("kgce", COAL, 3),
    S("tce", COAL, 6),
    S("千克标准煤", COAL, 3),
    S("公斤标准煤", COAL, 3),
    S("吨标准煤", COAL, 6),
    S("千克标煤", COAL, 3),
    S("公斤标煤", COAL, 3),
    S("吨标煤", COAL, 6),

    /* heat: J. The calorie is that of the International Table, 4.1868 J (GB/T 2589: 29 307.6 kJ = 7 000 kcal). */
    S("J", ENERGY, 0),
    S("kJ", ENERGY, 3),
    S("MJ", ENERGY, 6),
    S("GJ", ENERGY, 9),
    S("TJ", ENERGY, 12),
    S("千焦", ENERGY, 3),
    S("兆焦", ENERGY, 6),
    S("吉焦", ENERGY, 9),
    KCAL("cal", -4),
    KCAL("kcal", -1),
    KCAL("Mcal", 2),
    KCAL("Gcal", 5),
    KCAL("大卡", -1),
    KCAL("千卡", -1),

    /* electricity: Wh */
    S("W·h", ELECTRICITY, 0),
    S("kW·h", ELECTRICITY, 3),
    S("MW·h", ELECTRICITY, 6),
    S("GW·h", ELECTRICITY, 9),
    S("kw·h", ELECTRICITY, 3),
    S("KW·h", ELECTRICITY, 3),
    S("KW·H", ELECTRICITY, 3),
    S("千瓦·时", ELECTRICITY, 3),
    S("千瓦·小时", ELECTRICITY, 3),
    S("度", ELECTRICITY, 3),
    S("兆瓦·时", ELECTRICITY, 6),

    /* gas at standard conditions: m3 */
    S("m3", VOLUME, 0),
    S("m^3", VOLUME, 0),
    S("m³", VOLUME, 0),
    S("㎥", VOLUME, 0),
    S("Nm3", VOLUME, 0),
    S("Nm^3", VOLUME, 0),
    S("Nm³", VOLUME, 0),
    S("N㎥", VOLUME, 0),
    S("立方米", VOLUME, 0),
    S("标准立方米", VOLUME, 0),

    /* the fuel unit of the edition files */
    S("fu", FUEL, 0),

    /* length: m */
    S("m", LENGTH, 0),
    S("km", LENGTH, 3),
    {"m2", CM_DIM_LENGTH, 2, 0, 1, 1},
    {"m^2", CM_DIM_LENGTH, 2, 0, 1, 1},
    {"m²", CM_DIM_LENGTH, 2, 0, 1, 1},
    {"㎡", CM_DIM_LENGTH, 2, 0, 1, 1},

    /* time: d. Months and years have no fixed length and no spelling. */
    S("d", TIME, 0),
    S("天", TIME, 0),
    S("日", TIME, 0),
    {"h", CM_DIM_TIME, 1, 0, 1, 24},
    {"小时", CM_DIM_TIME, 1, 0, 1, 24},
    {"min", CM_DIM_TIME, 1, 0, 1, 1440},

    /* pressure: Pa */
    S("Pa", PRESSURE, 0),
    S("hPa", PRESSURE, 2),
    S("kPa", PRESSURE, 3),
    S("MPa", PRESSURE, 6),
    S("mbar", PRESSURE, 2),
    S("bar", PRESSURE, 5),

    /* amount of substance: mol */
    S("mol", AMOUNT, 0),
    S("kmol", AMOUNT, 3),

    /* temperature: a difference, or alone a reading in ℃; no offset is ever applied */
    S("℃", TEMPERATURE, 0),
    S("°C", TEMPERATURE, 0),
    S("K", TEMPERATURE, 0),

    /* plain numbers */
    S("1", NONE, 0),
    S("%", NONE, -2),
    S("‰", NONE, -3),
    S("ppm", NONE, -6),
};

const size_t cm_spelling_count = sizeof cm_spellings / sizeof *cm_spellings;
