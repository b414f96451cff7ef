"""A build that is killed leaves nothing half, and the next one gives the same bytes; `campaign` does this with 2019."""

from .killing import Strike, aftermath

# The moments are shares of how long their stages take undisturbed. The fork server is killed by the campaign.
COLD = [Strike("levers", "all", 0.4)]
WARM = [Strike("folder", "all", 0.5), Strike("cleaning", "kernel", 0.7)]


def test_what_is_killed_anywhere_leaves_nothing_half_and_the_next_build_the_same_bytes(built):
    made, old = built.world, built.files
    made.edit()
    assert made.report().returncode == 0
    new = made.files()
    changed = {name for name in new if new[name] != old[name]}
    assert "reports/2020/report.pdf" in changed and "data/processed/2020/lever-0/facts.csv" in changed
    hits = 0
    for strike in WARM:
        made.edit()
        old, new = new, old
        struck = made.struck(strike, built.times)
        hits += struck.hit
        wrong, _ = aftermath(made, struck, strike, old, new)
        assert wrong == [], strike
    for strike in COLD:
        made.forget()
        struck = made.struck(strike, built.times)
        hits += struck.hit
        assert struck.done.returncode == -9
        wrong, _ = aftermath(made, struck, strike, {}, new)
        assert wrong == [], strike
    # On a busy machine a moment may come too late for a warm stage; one of the three at least struck.
    assert hits
    if new is not built.files:
        made.edit()
    built.assert_mended()
