"""The one library of this installation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Library(models.Model):
    """One library per installation (rulings 9); its words stand on every letterhead."""

    name = models.CharField(_("name"), max_length=150)
    office_line_1 = models.CharField(_("letterhead line 1"), max_length=150, blank=True)
    office_line_2 = models.CharField(_("letterhead line 2"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("library")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="library_is_one_per_installation"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Library":
        """The library of this installation (made with neutral words where absent)."""
        return cls.objects.get_or_create(pk=1, defaults={"name": "Perpustakaan"})[0]
