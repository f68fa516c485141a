"""What people remember of a name or a number, compared with what is written."""

import pytest

from portal import folding

REGION = "US"


def is_found(typed: str, first: str, last: str, phone: str | None = None, *others: str, region: str = REGION) -> bool:
    text = folding.search_text(first, last, None, phone, others, region)
    return any(needle in text for needle in folding.wanted(typed, region))


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Łukasz", "lukasz"), ("Đặng", "dang"), ("Søren", "soren"), ("Işıl", "isil"), ("Ægir", "aegir"),
     ("Straße", "strasse"), ("Þóra", "thora"), ("Œuvrard", "oeuvrard"), ("Ñandú", "nandu"), ("Çelik", "celik"),
     ("İbrahim", "ibrahim"), ("Ħal", "hal"), ("Хрущёв", "khrushchev"), ("Αθηνά", "athina"), ("李小龙", "xiaolong")],
)  # fmt: skip
def test_a_name_is_found_by_the_letters_of_any_keyboard(name: str, typed: str) -> None:
    assert is_found(typed, "Ann", name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Łukasz", "Łukasz"), ("Işıl", "IŞIL"), ("Хрущёв", "хрущев"), ("Αθηνά", "ΑΘΗΝΆ"), ("李小龙", "李小龙"),
     ("李小龙", "李"),
     ("محمد", "محمد"), ("한국", "한국"), ("José", "Jose\u0301"), ("Ａｎｎａ", "anna"), ("אבי", "אבי"),
     ("สมชาย", "สมชาย")],
)  # fmt: skip
def test_a_name_is_found_by_its_own_letters(name: str, typed: str) -> None:
    assert is_found(typed, name, "Smith")


def test_whoever_types_another_script_does_not_look_for_what_sounds_alike() -> None:
    assert is_found("li", "Pia", "Lindqvist") and not is_found("李", "Pia", "Lindqvist")


OBRIENS = ("O'Brien", "O’Brien", "OBrien", "O Brien", "Oʻbrien", "O`Brien", "O´Brien", "o＇brien")
SMITH_JONESES = ("Smith-Jones", "Smith Jones", "SmithJones", "Smith‑Jones", "Smith–Jones", "Smith\u00a0\u2009Jones",
                 "Smith−Jones", "Smith\u00adJones")  # fmt: skip


@pytest.mark.parametrize("same", [OBRIENS, SMITH_JONESES, ("St. Clair", "St Clair"), ("de la Cruz", "Delacruz")])
def test_apostrophes_hyphens_and_spaces_are_optional_whoever_writes_them(same: tuple[str, ...]) -> None:
    missed = [(name, typed) for name in same for typed in same if not is_found(typed, "Sean", name)]
    assert not missed
    missed = [(name, typed) for name in same for typed in same if not is_found(f"sean {typed}", "Sean", name)]
    assert not missed
    assert len({folding.sort_key(name, "Sean") for name in same}) == 1


@pytest.mark.parametrize("typed", ["sad", "adel", "osadel"])
def test_the_end_of_one_name_and_the_beginning_of_the_next_are_no_word(typed: str) -> None:
    assert not is_found(typed, "Rosa", "Delgado")


@pytest.mark.parametrize(
    "typed",
    ["555-010-0142", "+1 555 010 0142", "5550100142", "(555) 010-0142", "1-555-010-0142", "555.010.0142", "010-0142",
     "+1 (555) 010", "٥٥٥ ٠١٠–٠١٤٢", "001 555 010 0142", "011 1 555 010 0142"],
)  # fmt: skip
def test_digits_of_a_phone_are_found_in_any_notation(typed: str) -> None:
    assert is_found(typed, "Rosa", "Delgado", "(555) 010-0142")


@pytest.mark.parametrize(
    "typed", ["020 7946 0958", "+44 20 7946 0958", "+44 (0)20 7946", "0044 20 7946 0958", "2079460958", "7946"]
)
@pytest.mark.parametrize("kept", ["020 7946 0958", "+44 20 7946 0958"])
def test_a_phone_is_found_with_the_country_before_it_and_with_the_zero(typed: str, kept: str) -> None:
    assert is_found(typed, "Rosa", "Delgado", kept, region="GB")


@pytest.mark.parametrize("typed", ["555-010-0143", "010 01", "+44 555 010 0142", "(555) 011", "9999"])
def test_other_digits_are_another_phone(typed: str) -> None:
    found = is_found(typed, "Rosa", "Delgado", "(555) 010-0142")
    assert found == (typed == "010 01")


def test_what_is_no_phone_number_is_found_by_its_digits() -> None:
    assert is_found("5501", "Rosa", "Delgado", "ask for 55-01")


# as shown and as sent, whichever of both is kept
@pytest.mark.parametrize("kept", ["rosa@müller.example", "rosa@xn--mller-kva.example"])
@pytest.mark.parametrize("typed", ["@müller", "@muller", "xn--mller-kva", "rosa@MÜLLER.example"])
def test_an_address_is_found_by_both_spellings_of_its_domain(kept: str, typed: str) -> None:
    assert is_found(typed, "R", "D", None, kept)


@pytest.mark.parametrize("other", ["rosa@", "@", "a@..", "rosa@xn--\u20ac.example", "x" * 300, "\ud800@\ud800"])
def test_an_address_that_cannot_be_spelled_otherwise_is_kept_as_it_is(other: str) -> None:
    assert folding.search_text("R", "D", None, None, [other], REGION)


@pytest.mark.parametrize("typed", ["", " ", "-", "'", "\u200b", "\u0301"])
def test_what_leaves_nothing_to_compare_looks_for_nothing(typed: str) -> None:
    assert folding.wanted(typed, REGION) == ()


def test_names_are_sorted_where_readers_look() -> None:
    names = ["Zimmer", "Đặng", "Øst", "Lopez", "Łukasz", "Álvarez", "de la Cruz", "Delaney", "O'Brien", "Oakes", "Ng",
             "Smith-Jones", "Smith", "Smithers", "Dao"]  # fmt: skip
    assert sorted(names, key=lambda name: folding.sort_key(name, "Ann")) == [
        "Álvarez", "Đặng", "Dao", "de la Cruz", "Delaney", "Lopez", "Łukasz", "Ng", "Oakes", "O'Brien", "Øst",
        "Smith", "Smithers", "Smith-Jones", "Zimmer",
    ]  # fmt: skip


def test_the_longest_names_fit_into_their_columns() -> None:
    long = "龍" * 100
    assert len(folding.sort_key(long, long)) <= folding.LONGEST_KEY
    text = folding.search_text(long, long, long, "1" * 40, ["x" * 254] * 99, REGION)
    assert len(text) <= folding.LONGEST_TEXT


@pytest.mark.parametrize("typed", ["a " * 100, "- " * 100, "1 " * 100, "龍 " * 100])
def test_however_much_is_typed_few_things_are_looked_for(typed: str) -> None:
    assert len(folding.wanted(typed, REGION)) <= folding.MOST_WORDS + 5
