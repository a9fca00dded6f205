"""What the survey room tells people."""

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.kinds import register

COMMENT = register("evaluations.comment", _("Patrons' comments that concern you"), optional=True)
COMMENTS = register("evaluations.comments_weekly", _("Patrons' comments to see to"), optional=True)
REVIEW = register("evaluations.review", _("Steps of performance reviews that concern you"), optional=True)
FEEDBACK = register(
    "evaluations.feedback", _("Feedback about colleagues that you are asked for"), optional=True, listed=False
)
REPAIR = register("evaluations.repair", _("Repairs that are yours to see to"), optional=True)
COMPLAINT = register("evaluations.complaint", _("Complaints and questions that concern you"), optional=True)
REPORT_READY = register("evaluations.report_ready", _("Survey reports you asked for"), optional=True)
OBSERVATION = register("evaluations.observation", _("Observations of friendly service that concern you"), optional=True)
AFTERWARDS = register("evaluations.afterwards", _("Questions after a training you attended"), optional=True)
