"""Each cause, and each act in the client menu, has its sentence."""

from portal.diagnosis.diagnose import Cause
from portal.staff.clients import notices, why_sentences
from portal.staff.clients.notices import Notice


def test_every_cause_has_a_sentence() -> None:
    assert set(why_sentences._SENTENCES) == set(Cause)


def test_every_act_in_the_menu_has_a_notice() -> None:
    told_by_the_mail = {*notices.SENDS, Notice.AGAIN}
    assert set(notices._SENTENCES) | told_by_the_mail | {Notice.ADDRESS} == set(Notice)
