"""Surveys: the patron's form and the staff's pages."""

from django.urls import path, register_converter

from .urls_afterwards import urlpatterns as afterwards
from .urls_analysis import urlpatterns as analysis
from .urls_complaints import urlpatterns as front
from .urls_front import urlpatterns as looks
from .urls_office import urlpatterns as office
from .urls_reporting import urlpatterns as reporting
from .urls_reviews import urlpatterns as reviews
from .urls_tally import urlpatterns as desk
from .views import campaigns, comment_needs, comments, held, invited, kiosk, paper, posters, public, results, surveys


class SurveyCode:
    """What a survey's code may look like (evaluations.models.survey.CODE); anything else asks the database nothing."""

    regex = "[A-Za-z0-9_-]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SurveyCode, "survey")

app_name = "evaluations"
urlpatterns = [
    path("s/<survey:code>/dari/<slug:channel>/", campaigns.SurveyFromChannel.as_view(), name="survey-from-channel"),
    path("s/<survey:code>/", public.SurveyAnswer.as_view(), name="survey-answer"),
    path("s/<survey:code>/terima-kasih/", public.SurveyThanks.as_view(), name="survey-thanks"),
    path("s/<survey:code>/kios/", kiosk.Kiosk.as_view(), name="kiosk"),
    path("s/<survey:code>/kios/terima-kasih/", kiosk.KioskThanks.as_view(), name="kiosk-thanks"),
    path("s/u/<str:token>/", invited.InvitedAnswer.as_view(), name="invited"),
    path("s/u/<str:token>/terima-kasih/", invited.InvitedThanks.as_view(), name="invited-thanks"),
    path("s/<path:rest>/", public.NoSurvey.as_view(), name="no-survey"),
    path("staf/survei/<int:pk>/kios/", kiosk.KioskSetup.as_view(), name="kiosk-setup"),
    path("staf/survei/periode/<int:pk>/kertas/", paper.PaperEntry.as_view(), name="paper-entry"),
    path("staf/survei/", surveys.SurveyList.as_view(), name="survey-list"),
    path("staf/survei/komentar/", comments.CommentList.as_view(), name="comment-list"),
    path("staf/survei/komentar/putuskan/", comments.CommentModeration.as_view(), name="comment-moderation"),
    path("staf/survei/komentar/<uuid:pk>/", comments.CommentDetail.as_view(), name="comment-detail"),
    path("staf/survei/komentar/<uuid:pk>/kebutuhan/", comment_needs.CommentNeed.as_view(), name="comment-need"),
    path("staf/survei/komentar/<uuid:pk>/selesai/", comments.CommentFinish.as_view(), name="comment-finish"),
    path("staf/survei/komentar/<uuid:pk>/tanggapan/", comments.CommentReply.as_view(), name="comment-reply"),
    path("staf/survei/<int:pk>/", surveys.SurveyDetail.as_view(), name="survey-detail"),
    path("staf/survei/<int:pk>/poster/", posters.SurveyPoster.as_view(), name="survey-poster"),
    path("staf/survei/periode/<int:pk>/", results.PeriodDetail.as_view(), name="period-detail"),
    path("staf/survei/periode/<int:pk>/excel/", results.PeriodXlsx.as_view(), name="period-xlsx"),
    path("staf/survei/periode/<int:pk>/buka/", surveys.PeriodOpen.as_view(), name="period-open"),
    path("staf/survei/periode/<int:pk>/tutup/", surveys.PeriodClose.as_view(), name="period-close"),
    path("staf/survei/periode/<int:pk>/buka-kembali/", surveys.PeriodReopen.as_view(), name="period-reopen"),
    path("staf/survei/disisihkan/<int:pk>/", held.HeldDecide.as_view(), name="held-decide"),
    *afterwards,
    *analysis,
    *front,
    *looks,
    *desk,
    *office,
    *reporting,
    *reviews,
]
