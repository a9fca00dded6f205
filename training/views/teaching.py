"""What one teaches."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.views.generic import TemplateView

from training.selectors import teaching as reading

from .common import own_profile, slice_of


class Teaching(PermissionRequiredMixin, TemplateView):
    """The meetings a trainer holds: what is ahead, whose attendance is missing, what is to be finished."""

    permission_required = "training.take_part"
    template_name = "training/teaching.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile, now = own_profile(self.request), timezone.now()
        return super().get_context_data(
            ahead=slice_of(self.request, reading.teaching_ahead(profile, now), name="depan", per=25),
            taught=slice_of(self.request, reading.taught(profile, now), name="lalu", per=25),
            **kwargs,
        )
