"""Home: where a signed-in client arrives."""

from flask import render_template

from portal.client import client


@client.get("/home")
def home() -> str:
    return render_template("client/home/show.html")
