"""How much two colours stand out from each other."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (#rgb or #rrggbb), from 0 to 1, as WCAG 2.2 defines it."""
    colour = "".join(sign * 2 for sign in colour[1:]) if len(colour) == 4 else colour[1:]
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
