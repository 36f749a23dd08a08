"""Drafts of mails that a person looks at and sends, and the plain words beside them."""
