"""Sign-in by NIP, username or e-mail."""

from allauth.account.auth_backends import AuthenticationBackend


class StaffBackend(AuthenticationBackend):
    """Django's model backend behind allauth; the NIP is resolved to the account that carries it."""
