"""Addresses of what is asked after trainings and events."""

from django.urls import path

from .views import afterwards, need_deeds, training_results

urlpatterns = [
    path("staf/survei/<int:pk>/tautan/", afterwards.Invitations.as_view(), name="invitations"),
    path("staf/survei/tautan/<int:pk>/cabut/", afterwards.InvitationRevoke.as_view(), name="invitation-revoke"),
    path("staf/survei/tautan/<int:pk>/baru/", afterwards.InvitationRenew.as_view(), name="invitation-renew"),
    path("staf/survei/hasil-pelatihan/sesi/<int:pk>/", training_results.OfSession.as_view(), name="training-results"),
    path(
        "staf/survei/hasil-pelatihan/program/<int:pk>/",
        training_results.OfProgramme.as_view(),
        name="programme-results",
    ),
    path("staf/survei/sesudah/sesi/<int:pk>/", afterwards.AskAboutSession.as_view(), name="ask-about-session"),
    *(
        path(
            f"staf/aspirasi/<int:pk>/mulai/{word}/",
            need_deeds.NeedBegin.as_view(),
            {"step": step},
            name=f"need-begin-{step}",
        )
        for step, word in (("training", "pelatihan"), ("book", "buku"))
    ),
    path("staf/survei/sesudah/kegiatan/<int:pk>/", afterwards.AskAboutEvent.as_view(), name="ask-about-event"),
]
