"""Events: the patrons' calendar and the staff's pages."""

from django.urls import path

from .views import calendars, desk, events, home, public, registering, sessions

app_name = "outreach"
urlpatterns = [
    path("kegiatan/", public.PublicCalendar.as_view(), name="public-home"),
    path("kegiatan/kalender.ics", calendars.FeedIcs.as_view(), name="feed"),
    path("kegiatan/kalender-<slug:band>.ics", calendars.FeedIcs.as_view(), name="band-feed"),
    path("kegiatan/<int:pk>/", public.PublicEvent.as_view(), name="public-event"),
    path("kegiatan/<int:pk>/kalender.ics", calendars.EventIcs.as_view(), name="event-ics"),
    path("kegiatan/tanggal/<int:pk>/kalender.ics", calendars.SessionIcs.as_view(), name="session-ics"),
    path("kegiatan/tanggal/<int:pk>/daftar/", registering.Register.as_view(), name="public-register"),
    path("kegiatan/pendaftaran/<str:token>/", registering.SelfService.as_view(), name="self-service"),
    path("kegiatan/pendaftaran/<str:token>/ubah/", registering.SelfChange.as_view(), name="self-change"),
    path("kegiatan/pendaftaran/<str:token>/<slug:deed>/", registering.SelfDeed.as_view(), name="self-deed"),
    path("kegiatan/izin/<str:token>/", registering.GuardianAnswer.as_view(), name="guardian"),
    path("staf/kegiatan/", home.Home.as_view(), name="home"),
    path("staf/kegiatan/acara/", events.EventList.as_view(), name="event-list"),
    path("staf/kegiatan/acara/excel/", events.EventXlsx.as_view(), name="event-xlsx"),
    path("staf/kegiatan/acara/baru/", events.EventAdd.as_view(), name="event-add"),
    path("staf/kegiatan/acara/<int:pk>/", events.EventDetail.as_view(), name="event-detail"),
    path("staf/kegiatan/acara/<int:pk>/ubah/", events.EventEdit.as_view(), name="event-edit"),
    path("staf/kegiatan/acara/<int:pk>/seri/", sessions.SeriesAdd.as_view(), name="series-add"),
    path("staf/kegiatan/acara/<int:pk>/tanggal/", sessions.SessionAdd.as_view(), name="session-add"),
    path("staf/kegiatan/acara/<int:pk>/ajukan/", events.EventSubmit.as_view(), name="event-submit"),
    path("staf/kegiatan/acara/<int:pk>/setujui/", events.EventApprove.as_view(), name="event-approve"),
    path("staf/kegiatan/acara/<int:pk>/kembalikan/", events.EventReturn.as_view(), name="event-return"),
    path("staf/kegiatan/acara/<int:pk>/terbitkan/", events.EventPublish.as_view(), name="event-publish"),
    path("staf/kegiatan/acara/<int:pk>/tarik/", events.EventWithdraw.as_view(), name="event-withdraw"),
    path("staf/kegiatan/tanggal/<int:pk>/", sessions.SessionDetail.as_view(), name="session-detail"),
    path("staf/kegiatan/tanggal/<int:pk>/pindah/", sessions.SessionMove.as_view(), name="session-move"),
    path("staf/kegiatan/tanggal/<int:pk>/batal/", sessions.SessionCancel.as_view(), name="session-cancel"),
    path("staf/kegiatan/tanggal/<int:pk>/daftarkan/", desk.RegistrationAdd.as_view(), name="registration-add"),
    path("staf/kegiatan/tanggal/<int:pk>/pendaftar/", desk.RegistrationXlsx.as_view(), name="registration-xlsx"),
    path("staf/kegiatan/pendaftaran/<int:pk>/", desk.RegistrationDetail.as_view(), name="registration-detail"),
    path("staf/kegiatan/pendaftaran/<int:pk>/<slug:deed>/", desk.RegistrationDeed.as_view(), name="registration-deed"),
    path("staf/kegiatan/pesan/", desk.NoticeList.as_view(), name="notice-list"),
    path("staf/kegiatan/pesan/<int:pk>/terkirim/", desk.NoticeSent.as_view(), name="notice-sent"),
]
