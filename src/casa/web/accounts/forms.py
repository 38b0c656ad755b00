"""Signing up: allauth's form plus who you are and that you are an adult (promises CF-9, CA-10)."""

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from casa.core.accounts.models import User


class SignUp(forms.Form):
    """Mixed into allauth's sign-up form."""

    name = forms.CharField(label="Your name", max_length=120)
    business = forms.CharField(label="Business name", max_length=120, required=False)
    adult = forms.BooleanField(
        label="I am 18 or older", required=False, widget=forms.CheckboxInput(attrs={"required": True})
    )

    def clean_adult(self) -> bool:
        """No account without saying so (promise CF-9)."""
        if not self.cleaned_data["adult"]:
            raise forms.ValidationError("Casa is for adults. Tick the box if you are 18 or older.")
        return True

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user is made: affirmations and the first workspace."""
        from casa.core.accounts.rules import open_workspace

        user.name = self.cleaned_data["name"]
        user.adult_affirmed_at = timezone.now()
        user.save(update_fields=["name", "adult_affirmed_at"])
        if not request.session.get("invitation"):
            open_workspace(user, self.cleaned_data["business"] or f"{user.first_name}’s homes")
