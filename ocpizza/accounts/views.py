"""Log-in and log-out; whatever is wrong with a log-in, the answer is one sentence."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts import actions
from ocpizza.accounts.models import User


class LogIn(LoginView):
    """The log-in page of customers and staff alike."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True
    extra_context = {"title": _("Connexion")}


class LogOut(LogoutView):
    """Ends the session, and with it the person's open screens."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Log out, then tell the screens."""
        user = request.user
        response = super().post(request, *args, **kwargs)
        if isinstance(user, User):
            actions.rights_changed(user)
        return response
