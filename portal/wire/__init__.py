"""The wire: requests are read whole, by one thread that waits for nobody, before one of the threads that run the
program sees them; a line that says nothing costs a descriptor and no thread.

waitress does the reading and the threads. What is here is what it leaves open: how long a visitor may take
(lines.py), what counts as a request and how much of it is kept (requests.py), and what a refusal says (refusals.py).
"""
