"""For another WSGI server: `wsgi:app`. Run `portal worker` beside it."""

from portal import create_app

app = create_app()
