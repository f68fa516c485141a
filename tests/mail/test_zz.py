import pytest
from tests.mail.test_worker import environment
from tests.support import factories
from tests.support.cast import Person
from tests.support.post import *
pytestmark = pytest.mark.usefixtures("app")
@pytest.mark.parametrize("a", ["josé@example.com","jo@exämple.com"])
def test_x(smtp, a):
    factories.invite(factories.make_client(Person("A","B",a)))
    rounds()
    m=newest(); print(m.state,m.reason,m.server_said, smtp.recipients, [x["To"] for x in smtp.messages], b"".join(smtp.wire)[:200])
    smtp._controller.SMTP_kwargs["enable_SMTPUTF8"]=False
    factories.invite(factories.make_client(Person("A","B",a)))
    rounds()
    m=newest(); print(m.state,m.reason,m.server_said, smtp.recipients)
