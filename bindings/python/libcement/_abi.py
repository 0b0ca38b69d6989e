"""What include/cement/cement.h declares, for ctypes. Made by scripts/generate: do not edit."""
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_double, c_int32, c_int64, c_size_t,
                    c_uint32, c_uint64, c_uint8, c_void_p)

CEMENT_OK = 0
CEMENT_E_ARG = -1
CEMENT_E_STATE = -2
CEMENT_E_NOMEM = -3
CEMENT_E_LIMIT = -4
CEMENT_E_SYNTAX = -5
CEMENT_E_ENCODING = -6
CEMENT_E_SCHEMA = -7
CEMENT_E_DUPKEY = -8
CEMENT_E_RANGE = -9
CEMENT_E_UNIT = -10
CEMENT_E_MISSING = -11
CEMENT_E_CONFLICT = -12
CEMENT_E_UNKNOWN = -13
CEMENT_E_IO = -14
CEMENT_E_DEPENDENCY = -15
CEMENT_E_INTEGRITY = -16
CEMENT_E_INTERNAL = -17
CEMENT_SOURCE_MAX = 256
CEMENT_MESSAGE_MAX = 512
CEMENT_ITEMS = 0
CEMENT_FACTORS = 1
CEMENT_OPTIONS = 2
CEMENT_FIGURES = 3
CEMENT_FUELS = 4
CEMENT_MATERIALS = 5
CEMENT_ENTRY_DEFAULT = 1
CEMENT_ENTRY_OVERRIDABLE = 2
CEMENT_ENTRY_FACILITY = 4
CEMENT_ENTRY_ZERO = 8
CEMENT_ENTRY_MEAN = 16
CEMENT_ENTRY_FIRST = 32
CEMENT_ENTRY_LAST = 64
CEMENT_ROUND_HALF_UP = 0
CEMENT_ROUND_HALF_EVEN = 1
CEMENT_ROUND_TRUNCATE = 2
CEMENT_TEXT_MAX = 128
CEMENT_FORMAT_JSON = 0
CEMENT_FORMAT_CSV = 1
CEMENT_FORMAT_TEXT = 2
CEMENT_FORMAT_MARKDOWN = 3
CEMENT_FORMAT_FORM = 4
CEMENT_LANGUAGE_EN = 0
CEMENT_LANGUAGE_ZH = 1
CEMENT_PLANT_STRICT = 1
CEMENT_PLANT_PROPOSE = 2
CEMENT_CELL_BLANK = 0
CEMENT_CELL_REPAIRED = 1
CEMENT_CELL_MISSING = 2
CEMENT_CELL_STOPPED = 3
CEMENT_CELL_BAD = 4
CEMENT_CELL_REFUSED = 5
CEMENT_CELL_UNCONVERTED = 6
CEMENT_OUTCOME_TAKEN = 0
CEMENT_OUTCOME_ZERO = 1
CEMENT_OUTCOME_GAP = 2
CEMENT_OUTCOME_PASSED = 3
CEMENT_OUTCOME_UNUSED = 4
CEMENT_OUTCOME_ENDED = 5
CEMENT_STATUS_OK = 0
CEMENT_STATUS_INCOMPLETE = 1
CEMENT_STATUS_NOT_APPLICABLE = 2
CEMENT_LEVELS_MAX = 8
CEMENT_NO_GRADE = -1
CEMENT_INFO = 0
CEMENT_WARNING = 1
CEMENT_ERROR = 2
CEMENT_OUTPUT_VALUE = 0
CEMENT_OUTPUT_GRADE = 1
CEMENT_COLUMNS_SLOT = 0
CEMENT_COLUMNS_OUTPUT = 1
CEMENT_COLUMNS_WORKSPACE = 2
CEMENT_COLUMNS_BLOCK = 3
CEMENT_TOTAL_SUM = 0
CEMENT_TOTAL_MEAN = 1
CEMENT_TOTAL_COUNT = 2
CEMENT_TOTAL_GRADES = 3


class cement_error(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("code", c_int32),
        ("offset", c_uint64),
        ("line", c_uint32),
        ("column", c_uint32),
        ("source", c_char * CEMENT_SOURCE_MAX),
        ("message", c_char * CEMENT_MESSAGE_MAX),
    ]


class cement_config(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("allocate", CFUNCTYPE(c_void_p, c_void_p, c_size_t)),
        ("reallocate", CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t, c_size_t)),
        ("release", CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)),
        ("user", c_void_p),
        ("memory_limit", c_uint64),
        ("json_bytes", c_uint64),
        ("csv_bytes", c_uint64),
        ("json_depth", c_uint32),
        ("json_values", c_uint32),
        ("lines", c_uint32),
        ("months", c_uint32),
    ]


class cement_edition(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("figures", c_uint32),
        ("id", c_char_p),
        ("title_zh", c_char_p),
        ("title_en", c_char_p),
        ("authority", c_char_p),
        ("status", c_char_p),
        ("issued", c_char_p),
        ("effective", c_char_p),
        ("until", c_char_p),
        ("supersedes", c_char_p),
        ("corrects", c_char_p),
        ("source", c_char_p),
        ("sha256", c_char_p),
    ]


class cement_entry(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_int32),
        ("key", c_char_p),
        ("of", c_char_p),
        ("value", c_char_p),
        ("label_zh", c_char_p),
        ("label_en", c_char_p),
        ("names", c_char_p),
        ("cite", c_char_p),
        ("source", c_char_p),
        ("confidence", c_char_p),
        ("note", c_char_p),
        ("unit", c_char * 128),
        ("decimals", c_int32),
        ("rule", c_int32),
        ("levels", c_uint32),
        ("reserved", c_uint32),
    ]


class cement_cell(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("kind", c_int32),
        ("outcome", c_int32),
        ("at_line", c_uint32),
        ("at_column", c_uint32),
        ("at_cell", c_uint32),
        ("source", c_char_p),
        ("heading", c_char_p),
        ("read", c_char_p),
        ("repairs", c_char_p),
        ("line", c_char_p),
        ("item", c_char_p),
        ("of", c_char_p),
        ("use", c_char_p),
        ("period", c_char * 16),
    ]


class cement_observation(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_int32),
        ("line", c_char_p),
        ("period", c_char_p),
        ("item", c_char_p),
        ("of", c_char_p),
        ("use", c_char_p),
        ("method", c_char_p),
        ("source", c_char_p),
        ("note", c_char_p),
        ("value", c_char_p),
        ("number", c_double),
        ("unit", c_char_p),
    ]


class cement_figure(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("status", c_int32),
        ("edition", c_char_p),
        ("key", c_char_p),
        ("unit", c_char_p),
        ("clause", c_char_p),
        ("label_zh", c_char_p),
        ("label_en", c_char_p),
        ("line", c_char_p),
        ("of", c_char_p),
        ("period", c_char * 16),
        ("value", c_char * CEMENT_TEXT_MAX),
        ("display", c_char * CEMENT_TEXT_MAX),
        ("number", c_double),
        ("grade", c_int32),
        ("levels", c_uint32),
        ("base", ((c_char * (CEMENT_TEXT_MAX // 2)) * CEMENT_LEVELS_MAX)),
        ("applied", ((c_char * (CEMENT_TEXT_MAX // 2)) * CEMENT_LEVELS_MAX)),
    ]


class cement_missing(Structure):
    _fields_ = [
        ("item", c_char_p),
        ("of", c_char_p),
        ("line", c_char_p),
        ("period", c_char * 16),
    ]


class cement_finding(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("severity", c_int32),
        ("code", c_char_p),
        ("edition", c_char_p),
        ("line", c_char_p),
        ("item", c_char_p),
        ("of", c_char_p),
        ("key", c_char_p),
        ("message_zh", c_char_p),
        ("message_en", c_char_p),
        ("period", c_char * 16),
        ("periods", c_uint32),
        ("reserved", c_uint32),
    ]


class cement_output(Structure):
    _fields_ = [
        ("edition", c_char_p),
        ("key", c_char_p),
        ("line", c_char_p),
        ("of", c_char_p),
        ("kind", c_int32),
        ("reserved", c_int32),
    ]


class cement_slot(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("kind", c_int32),
        ("edition", c_char_p),
        ("key", c_char_p),
        ("line", c_char_p),
        ("of", c_char_p),
        ("use", c_char_p),
        ("section", c_char_p),
        ("unit", c_char_p),
        ("required", c_int32),
        ("reserved", c_int32),
    ]


class cement_column(Structure):
    _fields_ = [
        ("values", POINTER(c_double)),
        ("valid", POINTER(c_uint8)),
        ("stride", c_int64),
        ("offset", c_int64),
        ("reserved", c_uint64 * 2),
    ]


class cement_result(Structure):
    _fields_ = [
        ("values", POINTER(c_double)),
        ("valid", POINTER(c_uint8)),
        ("inapplicable", POINTER(c_uint8)),
        ("reserved", c_uint64),
    ]


class cement_total(Structure):
    _fields_ = [
        ("output", c_uint32),
        ("kind", c_int32),
        ("weight", c_uint32),
        ("weight_is_slot", c_int32),
    ]


class cement_difference(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("found", c_int32),
        ("where", c_char * CEMENT_MESSAGE_MAX),
        ("report", c_char * (CEMENT_TEXT_MAX * 2)),
        ("again", c_char * (CEMENT_TEXT_MAX * 2)),
    ]


cement_writer = CFUNCTYPE(c_int32, c_void_p, POINTER(c_char), c_size_t)
cement_reader = CFUNCTYPE(c_int32, c_void_p, POINTER(c_char), c_size_t, POINTER(c_size_t))
cement_cell_visitor = CFUNCTYPE(c_int32, c_void_p, POINTER(cement_cell))

# name: (result, arguments); handles are c_void_p
FUNCTIONS = {
    "cement_version": (c_char_p, []),
    "cement_selftest": (c_int32, [POINTER(cement_error)]),
    "cement_context_create": (c_int32, [POINTER(c_void_p), POINTER(cement_config), POINTER(cement_error)]),
    "cement_context_destroy": (None, [c_void_p]),
    "cement_catalog_create": (c_int32, [POINTER(c_void_p), c_void_p, POINTER(cement_error)]),
    "cement_catalog_destroy": (None, [c_void_p]),
    "cement_catalog_load": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(cement_error)]),
    "cement_catalog_edition_count": (c_size_t, [c_void_p]),
    "cement_catalog_edition": (c_int32, [c_void_p, POINTER(cement_edition), c_size_t, POINTER(cement_error)]),
    "cement_catalog_count": (c_size_t, [c_void_p, c_int32, c_char_p]),
    "cement_catalog_entry": (c_int32, [c_void_p, POINTER(cement_entry), c_int32, c_char_p, c_size_t,
        POINTER(cement_error)]),
    "cement_unit_convert": (c_int32, [POINTER(c_char), c_char_p, c_char_p, c_char_p, POINTER(cement_error)]),
    "cement_catalog_describe": (c_int32, [c_void_p, cement_writer, c_void_p, c_char_p, c_int32, c_int32,
        POINTER(cement_error)]),
    "cement_ledger_create": (c_int32, [POINTER(c_void_p), c_void_p, POINTER(cement_error)]),
    "cement_ledger_destroy": (None, [c_void_p]),
    "cement_ledger_read": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(cement_error)]),
    "cement_ledger_read_from": (c_int32, [c_void_p, c_char_p, cement_reader, c_void_p, POINTER(cement_error)]),
    "cement_ledger_map": (c_int32, [c_void_p, c_char_p, c_char_p, c_size_t, POINTER(cement_error)]),
    "cement_ledger_read_plant": (c_int32, [c_void_p, c_char_p, cement_reader, c_void_p, c_int32,
        POINTER(cement_error)]),
    "cement_ledger_cells": (c_int32, [c_void_p, cement_cell_visitor, c_void_p, POINTER(cement_error)]),
    "cement_ledger_mapping": (c_int32, [c_void_p, cement_writer, c_void_p, c_int32, POINTER(cement_error)]),
    "cement_template": (c_int32, [c_void_p, cement_writer, c_void_p, c_uint32, c_int32, c_int32,
        POINTER(cement_error)]),
    "cement_ledger_quality": (c_int32, [c_void_p, cement_writer, c_void_p, c_int32, c_int32, POINTER(cement_error)]),
    "cement_ledger_put": (c_int32, [c_void_p, POINTER(cement_observation), POINTER(cement_error)]),
    "cement_ledger_finish": (c_int32, [c_void_p, POINTER(cement_error)]),
    "cement_ledger_canonical": (c_int32, [c_void_p, cement_writer, c_void_p, POINTER(cement_error)]),
    "cement_plan_create": (c_int32, [POINTER(c_void_p), c_void_p, POINTER(cement_error)]),
    "cement_plan_destroy": (None, [c_void_p]),
    "cement_plan_add": (c_int32, [c_void_p, c_char_p, POINTER(cement_error)]),
    "cement_plan_option": (c_int32, [c_void_p, c_char_p, c_char_p, c_char_p, POINTER(cement_error)]),
    "cement_run_create": (c_int32, [POINTER(c_void_p), c_void_p, c_void_p, POINTER(cement_error)]),
    "cement_run_again": (c_int32, [c_void_p, c_void_p, POINTER(cement_error)]),
    "cement_run_destroy": (None, [c_void_p]),
    "cement_run_figure_count": (c_size_t, [c_void_p]),
    "cement_run_figure": (c_int32, [c_void_p, POINTER(cement_figure), c_size_t, POINTER(cement_error)]),
    "cement_run_find": (c_int32, [c_void_p, POINTER(c_size_t), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p,
        POINTER(cement_error)]),
    "cement_run_missing": (c_int32, [c_void_p, POINTER(cement_missing), c_size_t, POINTER(c_size_t), c_size_t,
        POINTER(cement_error)]),
    "cement_run_finding_count": (c_size_t, [c_void_p]),
    "cement_run_finding": (c_int32, [c_void_p, POINTER(cement_finding), c_size_t, POINTER(cement_error)]),
    "cement_run_explain": (c_int32, [c_void_p, cement_writer, c_void_p, c_size_t, c_int32, POINTER(cement_error)]),
    "cement_run_report": (c_int32, [c_void_p, cement_writer, c_void_p, c_int32, c_int32, c_char_p,
        POINTER(cement_error)]),
    "cement_columns_create": (c_int32, [POINTER(c_void_p), c_void_p, POINTER(cement_output), c_size_t,
        POINTER(cement_error)]),
    "cement_columns_destroy": (None, [c_void_p]),
    "cement_columns_count": (c_size_t, [c_void_p, c_int32]),
    "cement_columns_entry": (c_int32, [c_void_p, POINTER(cement_slot), c_int32, c_size_t, POINTER(cement_error)]),
    "cement_columns_find": (c_int32, [c_void_p, POINTER(c_size_t), POINTER(cement_slot), c_int32,
        POINTER(cement_error)]),
    "cement_run_batch": (c_int32, [c_void_p, POINTER(cement_result), POINTER(c_uint8), POINTER(cement_column),
        c_uint64, c_uint64, c_void_p, c_size_t, POINTER(cement_error)]),
    "cement_columns_gradient": (c_int32, [c_void_p, POINTER(c_double), c_size_t, POINTER(cement_column), c_uint64,
        c_void_p, c_size_t, POINTER(cement_error)]),
    "cement_columns_totals": (c_int32, [c_void_p, POINTER(c_double), POINTER(cement_total), c_size_t,
        POINTER(cement_column), POINTER(c_int32), c_size_t, c_uint64, c_uint64, c_uint64, c_void_p, c_size_t,
        POINTER(cement_error)]),
    "cement_columns_merge": (c_int32, [c_void_p, POINTER(c_double), POINTER(c_double), POINTER(cement_total),
        c_size_t, c_size_t, c_uint64, POINTER(cement_error)]),
    "cement_report_check": (c_int32, [c_void_p, c_void_p, POINTER(cement_difference), c_char_p, c_char_p, c_size_t,
        POINTER(cement_error)]),
}


def declare(library):
    """Gives every function of the loaded library its types."""
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library
