"""scripts/api: what it demands of a header, and that the page is the header's."""
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOP = """/* demo: a library.
 *
 * The rules of this header
 *
 *   Order      first things first. */
#ifdef __cplusplus
extern "C" {
#endif
/* ---- Codes ---- */
#define CEMENT_OK 0
#define CEMENT_E_ARG (-1) /* an argument is wrong */

"""
END = """
#ifdef __cplusplus
}
#endif
"""
GOOD = """/* Adds what is given.
 * Given:    size  how many; text[size]  what. Status: OK; ARG (a NULL). */
CEMENT_API int32_t cement_add(const char *text,
                              size_t size);
"""


def api(folder, declarations, *arguments):
    header = folder / "cement.h"
    header.write_text(TOP + declarations + END, encoding="utf-8")
    return subprocess.run([ROOT / "scripts/api", *arguments, header], capture_output=True, encoding="utf-8", check=False)


def test_full_contracts_are_accepted(tmp_path):
    done = api(tmp_path, GOOD, "--contracts")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("declarations, told", [
    ("CEMENT_API void cement_none(void);", "cement_none: no contract"),
    ("/* Far away. */\n\nCEMENT_API void cement_none(void);", "cement_none: no contract"),
    (GOOD + "CEMENT_API void cement_none(void);", "cement_none: no contract"),
    ("typedef struct cement_s {\n  int32_t a; /* one */\n} cement_s;", "cement_s: no contract"),
    ("typedef int32_t (*cement_w)(void *user);", "cement_w: no contract"),
    ("/* Adds. */\nCEMENT_API int32_t cement_add(void);", "cement_add: its contract does not tell the statuses"),
    ("/* Adds. Status: OK; AGR. */\nCEMENT_API int32_t cement_add(void);", "cement_add: AGR is no status"),
    ("typedef struct cement_h cement_h;", "cement_h: a handle without create and destroy"),
    ("int cement_odd(void);", "a declaration that is not understood"),
])
def test_what_lacks_a_contract_is_refused(tmp_path, declarations, told):
    done = api(tmp_path, declarations, "--contracts")
    assert done.returncode == 1 and told in done.stderr


def test_a_page_of_another_header_is_not_current(tmp_path):
    done = api(tmp_path, GOOD, "--check")
    assert done.returncode == 1 and "docs/api.md is not what the header says" in done.stderr


def test_every_function_of_the_library_has_its_entry():
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    for name in (ROOT / "libcement/cement.symbols").read_text(encoding="utf-8").split():
        assert f"\n### {name}\n" in page and f" {name}(" in page.replace("*", " ")
