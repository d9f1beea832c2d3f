"""Which of red, amber, green and blue somebody who filled a cell with a colour will have meant."""

import colorsys

from commonground.partnership.spreadsheets.tables import Colour

PALE = 0.15  # less colour than this is a tint of grey
BANDS: tuple[tuple[float, Colour], ...] = ((18, "red"), (68, "amber"), (170, "green"), (190, ""), (262, "blue"))
FROM_RED = 330


def colour_of(rgb: str) -> Colour:
    """The colour of six hexadecimal digits; none for white, grey, black and what is none of the four."""
    try:
        red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return ""
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < PALE or value < 0.2:
        return ""
    if hue * 360 >= FROM_RED:
        return "red"
    return next((colour for until, colour in BANDS if hue * 360 < until), "")
