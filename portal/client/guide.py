"""The Client Portal Guide, for everyone: as a page, and as a PDF to print, keep or mail."""

from dataclasses import replace

from flask import Response, render_template

from portal.client import client
from portal.database import release_connection
from portal.guide import content, pdf
from portal.i18n import _
from portal.models import Client
from portal.web import access, current


@client.get("/guide")
@access.public
def guide() -> str:
    return render_template("client/guide/show.html", guide=content.write(current.the_practice(), _client()))


@client.get("/guide.pdf")
@access.public
def guide_pdf() -> Response:
    practice = current.the_practice()
    logo = practice.logo.data if practice.logo else b""
    written = replace(content.write(practice, _client()), logo=logo)
    release_connection()
    name = _("Client-Portal-Guide.pdf")
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex, nofollow"}
    return Response(pdf.make(written), mimetype="application/pdf", headers=headers)


def _client() -> Client | None:
    row = current.sign_in()
    return row.client if row else None
