"""The inbox, its settings, and the pulse of the installation."""

from django.urls import path

from .views import health, inbox, mailbox, messengers, reminders, unsubscribe

app_name = "notifications"
urlpatterns = [
    path("sehat/", health.public_health, name="public-health"),
    path("staf/kesehatan/", health.Health.as_view(), name="health"),
    path("staf/kesehatan/kirim-ulang/", health.RetryFailed.as_view(), name="retry-failed"),
    path("staf/pemberitahuan/", inbox.Inbox.as_view(), name="inbox"),
    path("staf/pemberitahuan/semua-dibaca/", inbox.ReadAll.as_view(), name="read-all"),
    path("staf/pemberitahuan/pengaturan/", inbox.Preferences.as_view(), name="preferences"),
    path("staf/pemberitahuan/pengaturan/<slug:way>/", messengers.Choose.as_view(), name="messenger"),
    path("staf/pemberitahuan/kirim-wa/", messengers.ByHand.as_view(), name="by-hand"),
    path("staf/pemberitahuan/<int:pk>/buka/", inbox.OpenMessage.as_view(), name="open-message"),
    path("staf/pengingat/", reminders.RuleList.as_view(), name="reminder-list"),
    path("staf/pengingat/jam/", reminders.HoursEdit.as_view(), name="reminder-hours"),
    path("staf/pengingat/pratinjau/", reminders.Preview.as_view(), name="reminder-preview"),
    path("staf/pengingat/<int:pk>/", reminders.RuleEdit.as_view(), name="reminder-edit"),
    path("staf/pengingat/<int:pk>/bawaan/", reminders.RuleReset.as_view(), name="reminder-reset"),
    path("staf/surat-contoh/", mailbox.MailList.as_view(), name="mail-list"),
    path("staf/surat-contoh/<str:name>/<int:number>/", mailbox.MailDetail.as_view(), name="mail-detail"),
    path("berhenti-surel/<str:token>/", unsubscribe.Unsubscribe.as_view(), name="unsubscribe"),
]
