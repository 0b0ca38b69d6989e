"""Objects may go in any order; threads may share what is complete."""
import gc
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import libcement
import pytest
from plants import EDITIONS, GB, ledger


def three():
    catalog = libcement.Catalog()
    observed = catalog.ledger(ledger())
    return [catalog, observed, catalog.run(observed, EDITIONS)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_closing_in_any_order(order):
    objects = three()
    for index in order:
        objects[index].close()
        objects[index].close()
    for use in (lambda: objects[0].editions(), lambda: objects[1].canonical(), lambda: objects[2].figures()):
        with pytest.raises(libcement.CementError, match="STATE"):
            use()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_dropping_in_any_order(order):
    objects = three()
    for index in order:
        objects[index] = None
        gc.collect()


def test_a_run_outlasts_its_ledger_and_catalog():
    catalog, observed, run = three()
    report = run.report()
    catalog.close()
    observed.close()
    del catalog, observed
    gc.collect()
    assert run.report() == report


def test_a_writer_may_close_what_it_is_written_from():
    """What is at work stands until the call returns, and is destroyed then: before it was lost, and its catalog gone too early."""
    objects = three()
    wanted, native, pieces, within, destroyed = objects[2].report(), objects[2]._native, [], [], []
    destroy = native._destroy
    native._destroy = lambda pointer: (destroyed.append(bool(within)), destroy(pointer))

    def write(piece):
        within.append(1)
        pieces.append(piece)
        for each in reversed(objects):
            each.close()
        gc.collect()
        within.clear()

    assert objects[2].report(write=write) == ""
    assert b"".join(pieces).decode("utf-8") == wanted and destroyed == [False]
    with pytest.raises(libcement.CementError, match="STATE"):
        objects[2].report()


def test_a_run_goes_on_with_another_ledger():
    catalog, observed, run = three()
    other = catalog.ledger(ledger().replace('"1000"', '"2000"'))
    before, wanted = run.report(), catalog.run(other, EDITIONS).report()
    assert before != wanted
    with pytest.raises(libcement.CementError, match="ARG"):
        run.again(libcement.Catalog().ledger(ledger()))
    assert run.report() == before
    run.again(other)
    observed.close()
    other.close()
    del observed, other
    gc.collect()
    assert run.report() == wanted
    run.again(catalog.ledger(ledger()))
    gc.collect()
    assert run.report() == before


def test_a_cycle_is_collected():
    objects = three()
    objects.append(objects)
    for each in objects[:3]:
        each.cycle = objects
    del objects, each
    gc.collect()


def test_a_closed_ledger_or_catalog_is_refused():
    catalog, observed, _ = three()
    observed.close()
    with pytest.raises(libcement.CementError, match="STATE"):
        catalog.run(observed, [GB])
    catalog.close()
    with pytest.raises(libcement.CementError, match="STATE"):
        catalog.ledger(ledger())


def test_context_managers():
    with libcement.Catalog() as catalog, catalog.ledger(ledger()) as observed, catalog.run(observed, [GB]) as run:
        assert run.figures()
    with pytest.raises(libcement.CementError, match="STATE"):
        with run:
            pass


def test_refusals_leave_nothing_behind():
    catalog = libcement.Catalog()
    for _ in range(100):
        with pytest.raises(libcement.CementError):
            catalog.ledger("{")
        with pytest.raises(libcement.CementError):
            catalog.run(catalog.ledger(ledger()), ["none@1"])
    gc.collect()
    assert catalog._native._users == 1


def test_threads_share_catalog_and_ledger():
    catalog, observed, run = three()
    expected = run.report()
    with ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda _: catalog.run(observed, EDITIONS).report(), range(64)))
    assert set(reports) == {expected}


def test_threads_take_turns_at_one_run():
    _, _, run = three()
    expected = [run.report(), len(run.figures()), run.report("csv")]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: [run.report(), len(run.figures()), run.report("csv")], range(32)))
    assert all(each == expected for each in seen)


def test_a_thread_may_close_what_others_use():
    for _ in range(20):
        catalog, observed, _ = three()
        start = threading.Barrier(3)
        unexpected = []

        def use():
            start.wait()
            try:
                catalog.run(observed, EDITIONS).report()
            except libcement.CementError as error:
                if error.code != "STATE":
                    unexpected.append(error)

        def close():
            start.wait()
            observed.close()
            catalog.close()

        threads = [threading.Thread(target=each) for each in (use, use, close)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not unexpected
