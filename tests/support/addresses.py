"""Of each route of the program an address that exists, a form that would work, and a browser that may use it."""

from dataclasses import dataclass, field

from flask import Flask
from werkzeug.routing import Rule

from portal.models import Client, Staff
from tests.support import cast, details, factories, staff_room
from tests.support.cast import Person
from tests.support.visitor import Visitor

NEW_PASSWORD = "four grey herons by water"
NEW = {"password": NEW_PASSWORD, "confirm": NEW_PASSWORD}
UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass
class World:
    app: Flask
    client_ids: dict[str, str] = field(default_factory=dict)
    staff_ids: dict[str, str] = field(default_factory=dict)
    email_ids: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    picture_id: str = ""
    mail_id: str = ""
    sample_id: str = ""
    seen: str = ""  # of the changes that wait
    logo_id: str = ""
    code: str = ""  # of the invitation

    @property
    def rules(self) -> list[Rule]:
        return sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule)

    def address(self, endpoint: str, **values: str) -> str:
        """The address of this route, with ids that exist unless ``values`` has others."""
        rule = next(rule for rule in self.rules if rule.endpoint == endpoint)
        known = self._values(endpoint) | values
        return self.app.url_map.bind("127.0.0.1:8000").build(endpoint, {name: known[name] for name in rule.arguments})

    def _values(self, endpoint: str) -> dict[str, str]:
        person = {
            "staff.access": "rosa", "staff.password_resets": "rosa", "staff.password_reset_withdrawals": "rosa",
            "staff.invitation_withdrawals": "theo", "staff.shown_links": "theo", "staff.invitation_progress": "theo",
            "staff.client_picture": "rosa",
            "staff.mail_tries": "milo", "staff.unlockings": "waiting", "staff.step_skips": "rosa",
            "staff.acceptances": "vera", "staff.declined_changes": "vera", "staff.questions": "vera",
        }.get(endpoint, "nora")  # fmt: skip
        member = {
            "staff.member_invitations": "priya", "staff.member_invitation_withdrawals": "priya",
            "staff.member_password_resets": "lena",
        }.get(endpoint, "sam")  # fmt: skip
        is_sample = endpoint == "staff.mail_test"
        link = {
            "client.open_invitation": "invitation", "client.open_reset_link": "reset",
            "staff.open_invitation": "staff_invitation",
        }.get(endpoint, "staff_reset")  # fmt: skip
        return {
            "client_id": self.client_ids[person], "member_id": self.staff_ids[member],
            "email_id": self.email_ids["spare"], "link": self.links[link],
            "mail_id": self.sample_id if is_sample else self.mail_id,
            "kind": "password_changed" if is_sample else "invitation",
            "picture_id": self.logo_id if endpoint == "web.logo" else self.picture_id,
            "step": "details", "task": "details",
            "address": self.app.extensions["assets"].by_path["css/all.css"].address,
        }  # fmt: skip

    def fields(self, endpoint: str, who: Person = cast.DANA) -> dict[str, str]:
        """What a person would fill in: with it, and a right to it, the form of this route changes something.

        ``who`` is the one on staff who fills it in.
        """
        forms = self._forms_of_clients() | self._forms_of_staff(who)
        return forms.get(endpoint, {})

    def _forms_of_clients(self) -> dict[str, dict[str, str]]:
        return {
            "client.sign_in": {"username": "rosie.d", "password": cast.PASSWORD},
            "client.forgot_password": {"username": "rosie.d", "email": "rosa.delgado@example.com"},
            "client.enter_code": {"code": self.code},
            "client.register": {"link": self.selector("invitation"), "username": "theo.n", **NEW},
            "client.register_birth_date": {
                "link": self.selector("invitation"), "month": "7", "day": "2", "year": "1995",
            },
            "client.renewals": {"link": self.selector("expired"), "month": "1", "day": "5", "year": "1966"},
            "client.reset_password": {"link": self.selector("reset"), **NEW},
            "client.reset_birth_date": {"link": self.selector("reset"), "month": "3", "day": "14", "year": "1988"},
            "client.language": {"language": "es", "next": "/account"},
            "client.account": {"current": cast.PASSWORD, **NEW},
            "client.step": details.GIVEN,
            "client.task": details.GIVEN,
        }  # fmt: skip

    def _forms_of_staff(self, who: Person) -> dict[str, dict[str, str]]:
        return {
            "staff.sign_in": {"username": "dana.w", "password": cast.PASSWORD},
            "staff.forgot_password": {"username": "dana.w"},
            "staff.reset_password": {"link": self.selector("staff_reset"), **NEW},
            "staff.profile_password": {"current": cast.PASSWORD, **NEW},
            "staff.profile": {"name": "Another", "email": who.email or "", "username": who.username or ""},
            "staff.register": {"link": self.selector("staff_invitation"), "username": "priya.r", **NEW},
            "staff.new_member": {
                "name": "Kim Lee", "email": "kim@maple.example", "role": "staff", "current": cast.PASSWORD,
            },
            "staff.member": {"name": "Samuel Okafor", "role": "staff"},
            "staff.member_access": {"enabled": "0"},
            "staff.practice": {"name": "Other", "phone": cast.PHONE, "reply_to": "", "time_zone": cast.TIME_ZONE},
            "staff.new_client": {"first_name": "Una", "last_name": "Park", "provider": ""},
            "staff.edit_client": {"first_name": "Norah", "last_name": "Lindqvist", "provider": ""},
            "staff.emails": {"email": "another@example.com"},
            "staff.edit_email": {"email": "changed@example.com"},
            "staff.correction": {"email": "corrected@example.com"},
            "staff.access": {"enabled": "0"},
            "staff.mail_hold": {"held": "1"},
            "staff.checklist_marks": {"mark": "hidden", "wanted": "1"},
            "staff.dismissals": {"cause": "locked", "subject": self.selector("locked")},
            "staff.step_skips": {"reason": "on paper"},
            "staff.acceptances": {"change": "", "seen": self.seen},
            "staff.declined_changes": {"change": "", "seen": self.seen},
            "staff.questions": {"change": "details.phone"},
            "staff.client_portal": {
                "step_details": "required", "link_hours": "24", "idle_minutes": "20", "shortest_password": "15",
            },
            "staff.provider_options": {"task_details": "False", "link_hours": "24"},
            "staff.client_options": {"step_details": "required", "link_hours": ""},
            "staff.setup": {
                "practice_name": "Mine", "phone": cast.PHONE, "time_zone": cast.TIME_ZONE, "name": "Eve Doe",
                "email": "eve@example.com", "username": "eve", "password": NEW_PASSWORD,
            },
        }  # fmt: skip

    def selector(self, link: str) -> str:
        return self.links[link].partition(".")[0]

    def anonymous(self) -> Visitor:
        return Visitor(self.app)

    def holder(self, link: str = "invitation") -> Visitor:
        """Somebody who opened a link from a mail, and did nothing else yet."""
        paths = {
            "reset": "/reset-password/", "staff_reset": "/staff/reset-password/",
            "staff_invitation": "/staff/register/",
        }  # fmt: skip
        visitor = Visitor(self.app)
        answer = visitor.get(paths.get(link, "/register/") + self.links[link])
        assert answer.status_code == (410 if link == "expired" else 303)
        return visitor

    def client(self) -> Visitor:
        """Rosa's browser."""
        rosa = Client.by_public_id(self.client_ids["rosa"])
        assert rosa is not None and rosa.account is not None
        visitor = Visitor(self.app)
        visitor.set_cookie("client", factories.sign_in(rosa.account))
        return visitor

    def staff(self) -> Visitor:
        """Sam's browser."""
        return self._browser_of("sam")

    def manager(self) -> Visitor:
        """Lena's browser."""
        return self._browser_of("lena")

    def owner(self) -> Visitor:
        """Dana's browser."""
        return self._browser_of("dana")

    def deactivated(self) -> Visitor:
        """Otto's browser, with a session that nobody has ended."""
        return self._browser_of("otto")

    def _browser_of(self, name: str) -> Visitor:
        person = Staff.by_public_id(self.staff_ids[name])
        assert person is not None
        return staff_room.browser_of(self.app, person)

    def whoever_may(self, endpoint: str) -> Visitor:
        """The browser in which the form of this route works."""
        links = {
            "client.register": "invitation", "client.register_birth_date": "invitation", "client.renewals": "expired",
            "client.reset_password": "reset", "client.reset_birth_date": "reset", "staff.reset_password": "staff_reset",
            "staff.register": "staff_invitation",
        }  # fmt: skip
        if endpoint in links:
            visitor = self.holder(links[endpoint])
            if endpoint in ("client.register", "client.reset_password"):
                question = endpoint.replace("client.reset_password", "client.reset") + "_birth_date"
                visitor.post(self.address(question), self.fields(question))
            return visitor
        if endpoint in (
            "client.sign_in",
            "client.forgot_password",
            "client.enter_code",
            "staff.sign_in",
            "staff.forgot_password",
        ):
            return self.anonymous()
        return self.owner() if endpoint.startswith("staff.") else self.client()
