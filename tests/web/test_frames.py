"""The two answers with a policy of their own: a mail as it really is, and the page that frames it."""

import pytest
from flask import Flask

from portal.web.middleware.headers import CONTENT_SECURITY_POLICY
from tests.support import world

MAIL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
OWN_POLICIES = {
    "staff.practice_mail": CONTENT_SECURITY_POLICY + "; frame-src 'self'",
    "staff.mail_sample": MAIL,
}


def test_only_the_preview_of_mails_and_the_mail_in_it_have_a_policy_of_their_own(app: Flask) -> None:
    the = world.make(app)
    browsers = {"staff": the.owner(), "client": the.client(), "web": the.anonymous()}
    found = {}
    for endpoint in (rule.endpoint for rule in the.rules if "GET" in (rule.methods or set())):
        response = browsers[endpoint.partition(".")[0]].get(the.address(endpoint))
        (policy,) = response.headers.getlist("Content-Security-Policy")
        found[endpoint] = policy
    assert {endpoint: policy for endpoint, policy in found.items() if policy != CONTENT_SECURITY_POLICY} == OWN_POLICIES


@pytest.mark.parametrize(("who", "kind", "status"), [("owner", "birthday", 404), ("anonymous", "invitation", 303)])
def test_where_there_is_no_mail_to_show_the_usual_policy_stands(app: Flask, who: str, kind: str, status: int) -> None:
    response = getattr(world.make(app), who)().get(f"/staff/practice/mail/{kind}")
    assert response.status_code == status
    assert response.headers.getlist("Content-Security-Policy") == [CONTENT_SECURITY_POLICY]


def test_the_preview_keeps_its_frame_also_where_a_test_mail_was_refused(app: Flask) -> None:
    owner, tests = world.make(app).owner(), "/staff/practice/mail/invitation/tests"
    assert [owner.post(tests).status_code for _ in range(2)] == [303, 429]
    policy = owner.post(tests).headers["Content-Security-Policy"]
    assert policy == OWN_POLICIES["staff.practice_mail"]
