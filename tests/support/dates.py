"""Dates as people paste them into the first field: what the server reads, with the script and without it."""

from datetime import date

LEAP_DAY = date(2000, 2, 29)
PI_DAY = date(1988, 3, 14)
MAY_DAY = date(1988, 5, 1)
WHOLE = {
    "2000-2-29": LEAP_DAY,
    "2000-02-29": LEAP_DAY,
    "2/29/2000": LEAP_DAY,
    "02.29.2000": LEAP_DAY,
    "29 February 2000": LEAP_DAY,
    "Feb 29, 2000": LEAP_DAY,
    "February 29th, 2000": LEAP_DAY,
    "29 febrero del 2000": LEAP_DAY,
    "1900-01-01": date(1900, 1, 1),
    "14th of March 1988": PI_DAY,
    "the 14th March, 1988": PI_DAY,
    "03141988": PI_DAY,
    "3/14/88": PI_DAY,
    "14/3/1988": PI_DAY,  # no month 14, so it is the day
    "14 de marzo de 1988": PI_DAY,
    "14 Mar. '88": PI_DAY,
    "14 mar ’88": PI_DAY,
    "  MARCH 14 1988 ": PI_DAY,
    # marks that nobody sees
    "\u200e3/14/1988\u200e": PI_DAY,
    "\u202a14 March 1988\u202c": PI_DAY,
    "1988\u200b-03-\u200b14": PI_DAY,
    "\ufeff1988-03-14": PI_DAY,
    "14 Mar\u00adch 1988": PI_DAY,
    "\u206714/3/1988\u2069": PI_DAY,
    # dashes, spaces and letters of other keyboards
    "3–14–1988": PI_DAY,
    "1988\u201103\u201114": PI_DAY,
    "1988−03−14": PI_DAY,
    "1988－03－14": PI_DAY,
    "14—March—1988": PI_DAY,
    "14\u00a0March\u202f1988": PI_DAY,
    "３／１４／１９８８": PI_DAY,
    "14．3．1988": PI_DAY,
    "１４ Ｍａｒｃｈ １９８８": PI_DAY,
    # ordinals
    "1.º de mayo de 1988": MAY_DAY,
    "1º de mayo de 1988": MAY_DAY,
    "1.er mayo 1988": MAY_DAY,
    "1ero de mayo del 88": MAY_DAY,
    "May 1ˢᵗ, 1988": MAY_DAY,
    # digits of other scripts: Arabic-Indic, Persian, Devanagari, Bengali, Thai, mathematical
    "٢٠٠٠-٢-٢٩": LEAP_DAY,
    "۲۹/۲/۲۰۰۰": LEAP_DAY,
    "१४/३/१९८८": PI_DAY,
    "১৪ March ১৯৮৮": PI_DAY,
    "๑๔.๓.๑๙๘๘": PI_DAY,
    "𝟏𝟒/𝟑/𝟏𝟗𝟖𝟖": PI_DAY,
    "٠٣١٤١٩٨٨": PI_DAY,
}
# what the script leaves alone, so that the server reads it from the first field: eight digits in a row, marks that
# nobody sees, signs and digits of other keyboards
LEFT = [
    "03141988", "\u200e3/14/1988\u200e", "\u202a14 March 1988\u202c", "1988\u200b-03-\u200b14",
    "14 Mar\u00adch 1988", "\u206714/3/1988\u2069",
    "3–14–1988", "1988\u201103\u201114", "1988−03−14", "1988－03－14", "14—March—1988",
    "３／１４／１９８８", "14．3．1988", "１４ Ｍａｒｃｈ １９８８", "May 1ˢᵗ, 1988",
    "٢٠٠٠-٢-٢٩", "۲۹/۲/۲۰۰۰", "१४/३/१९८८", "১৪ March ১৯৮৮", "๑๔.๓.๑๙๘๘", "𝟏𝟒/𝟑/𝟏𝟗𝟖𝟖", "٠٣١٤١٩٨٨",
]  # fmt: skip
NOT_WHOLE = [
    "² 3 1988",
    "①/14/1988",
    "3/14/198⑧",
    "⅔/14/1988",
    "3²/1/1988",
    "Ⅲ 14 1988",
    "㊂ 14 1988",
    "1988-03-14 or so",
    "3141988",
    "3 14",
    "2/29/2001",
    "3/14/988",
    "3/14/1",
    "0/14/1988",
    "-3/14/1988",
    "ma 14 1988",
    "marx 14 1988",
    "Marchs 14, 1988",
    "Jun Jul 1988",
    "3:14:1988",
    "3_14_1988",
    "3/14/1988 12:00",
    "March 14, 1988?",
    "🎂 14 1988",
    "3\u0301/14/1988",
    "მარტი 14 1988",
    "the of de",
    "99999999999999999999 3 14",
]
