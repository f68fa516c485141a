"""Mail: what is said, the queue, and the conversation with the mail server."""
