"""Association, empirical Bayes rates, permutation and grids against spdep 1.2-7 and sfhotspot 1.0.0."""

import json

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import association, grids, smoothed_rates
from commonground.methods.conditional_permutation import permuted
from commonground.methods.local_association import gi, gi_star, local_geary, local_moran
from commonground.methods.neighbours import from_pairs

AREAS, LOCAL = table("spatial/areas.csv"), table("spatial/areas_local_expected.csv")
PERMUTED, WHOLE = (
    table("spatial/areas_permutation_expected.csv"),
    json.loads((DATA / "spatial/areas_global_expected.json").read_text("utf-8")),
)
PAIRS = table("spatial/neighbours.csv")
COUNT, PEOPLE = AREAS["count"], AREAS["population"]
RATE = COUNT / PEOPLE
BESIDE = from_pairs(PAIRS["area"] - 1, PAIRS["neighbour"] - 1, 220, mutual=False)
MEANS = BESIDE.in_shares()
EXACTLY = 1e-8


def test_getis_and_ord() -> None:
    counts = gi_star(COUNT, BESIDE)
    agrees(counts.z, LOCAL["gstar_z_count_binary"], EXACTLY)
    agrees(gi_star(RATE, BESIDE.with_self().in_shares()).z, LOCAL["gstar_z_rate_row_std"], EXACTLY)
    agrees(gi(COUNT, BESIDE).z, LOCAL["g_z_count_binary"], EXACTLY)
    agrees(counts.p_value, LOCAL["gstar_p_two_sided"], EXACTLY)


def test_adjusted_p_values() -> None:
    counts = gi_star(COUNT, BESIDE)
    agrees(counts.adjusted("false discovery"), LOCAL["gstar_fdr_bh"], EXACTLY)
    agrees(counts.adjusted("Bonferroni"), LOCAL["gstar_bonferroni"], EXACTLY)
    agrees(counts.adjusted("neighbours"), LOCAL["gstar_padj_spdep_fdr"], EXACTLY)
    assert (counts.standing() == "high").sum() == 19


def test_local_moran_with_both_moments() -> None:
    found = local_moran(RATE, MEANS)
    agrees(found.value, LOCAL["moran_Ii"], EXACTLY)
    agrees(found.expected, LOCAL["moran_E"], EXACTLY)
    agrees(found.variance, LOCAL["moran_Var"], EXACTLY)
    agrees(found.z, LOCAL["moran_z_conditional"], EXACTLY)
    agrees(found.p_value, LOCAL["moran_p_two_sided_conditional"], EXACTLY)
    agrees(local_moran(RATE, MEANS, moments="total").z, LOCAL["moran_z_total"], EXACTLY)
    quadrants = [kind.title().replace(" Beside ", "-") for kind in found.kind]
    assert quadrants == LOCAL["moran_quadrant"].tolist()


def test_local_geary() -> None:
    agrees(local_geary(RATE, MEANS).value, LOCAL["local_c"], EXACTLY)


def test_empirical_bayes_rates() -> None:
    everywhere = smoothed_rates.towards_all(COUNT, PEOPLE)
    agrees(1000 * everywhere.raw, LOCAL["rate_per_1000"], EXACTLY)
    agrees(everywhere.raw, LOCAL["eb_global_raw"], EXACTLY)
    agrees(everywhere.smoothed, LOCAL["eb_global_est"], EXACTLY)
    agrees(everywhere.variance[0], WHOLE["eb_global"]["a"], EXACTLY)
    agrees(everywhere.mean[0], WHOLE["eb_global"]["b"], EXACTLY)
    agrees(smoothed_rates.towards_neighbours(COUNT, PEOPLE, BESIDE).smoothed, LOCAL["eb_local_est"], EXACTLY)


def test_the_whole_map() -> None:
    moran, expected = association.moran(RATE, MEANS), WHOLE["moran_I_rate"]
    agrees(moran.value, expected["I"], EXACTLY)
    agrees(moran.expected, expected["expectation"], EXACTLY)
    agrees(moran.variance, expected["variance_randomisation"], EXACTLY)
    agrees(moran.z, expected["z_randomisation"], EXACTLY)
    agrees(moran.p_value, expected["p_two_sided"], EXACTLY, absolute=0)
    agrees(moran.normal_variance, expected["variance_normality"], EXACTLY)
    geary, expected = association.geary(RATE, MEANS), WHOLE["geary_C_rate"]
    agrees([geary.value, geary.variance, geary.z], [expected["C"], expected["variance"], expected["z"]], EXACTLY)
    together, expected = association.global_g(COUNT, BESIDE), WHOLE["global_G_count"]
    agrees(together.value, expected["G"], EXACTLY)
    agrees(together.expected, expected["expectation"], EXACTLY)
    agrees([together.variance, together.z], [expected["variance"], expected["z"]], EXACTLY, absolute=0)
    index = association.empirical_bayes_index(COUNT, PEOPLE, MEANS)
    agrees(index.value, WHOLE["eb_index_statistic"], EXACTLY)


@pytest.mark.parametrize(
    "column, values, neighbours", [("gstar", COUNT, BESIDE.with_self()), ("moran", RATE, MEANS)], ids=["Gi*", "Moran"]
)
def test_permutation(column: str, values: np.ndarray, neighbours) -> None:  # type: ignore[no-untyped-def]
    found = permuted(values, neighbours, np.random.default_rng(1), draws=199_999)
    tail = PERMUTED[f"{column}_perm_p_folded"]
    assert (np.abs(found.smaller_tail - tail) <= 4 * np.sqrt(tail * (1 - tail) / 9999) + 0.001).all()
    # Two-sided it is twice a tail, and so is how far 9,999 draws may stray.
    twice = PERMUTED[f"{column}_perm_p_two_sided_sim"]
    assert (np.abs(found.p_value - twice) <= 8 * np.sqrt(twice / 2 * (1 - twice / 2) / 9999) + 0.001).all()


@pytest.mark.parametrize(
    "points, expected, side, bounds",
    [
        ("points", "grid_gistar_expected", 250, (0, 0, 6000, 5000)),
        ("memphis_robberies", "memphis_gistar_expected", 1000, None),
    ],
)
def test_grids_of_points(points: str, expected: str, side: float, bounds: tuple[float, ...] | None) -> None:
    held, seen = table(f"spatial/{points}.csv"), table(f"spatial/{expected}.csv")
    grid = grids.squares(held["x"], held["y"], side, bounds)  # type: ignore[arg-type]
    order = np.lexsort((seen["x"], seen["y"]))
    agrees(grid.x, seen["x"][order])
    agrees(grid.y, seen["y"][order])
    assert grid.counts.tolist() == seen["n"][order].tolist()
    found = gi_star(grid.counts, grid.neighbours)
    agrees(found.z, seen["gistar"][order], EXACTLY)
    agrees(found.p_value, seen["pvalue"][order], EXACTLY, absolute=0)
