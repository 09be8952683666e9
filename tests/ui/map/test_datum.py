from tests.ui.map import golden


def test_the_page_shifts_tiles_by_the_values_of_the_desk():
    assert golden.datum() == (golden.FOLDER / "datum.json").read_text("utf-8")
