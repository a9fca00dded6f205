"""Events: the patrons' calendar and the staff's pages."""

from django.urls import path

from .views import calendars, events, home, public, sessions

app_name = "outreach"
urlpatterns = [
    path("kegiatan/", public.PublicCalendar.as_view(), name="public-home"),
    path("kegiatan/kalender.ics", calendars.FeedIcs.as_view(), name="feed"),
    path("kegiatan/kalender-<slug:band>.ics", calendars.FeedIcs.as_view(), name="band-feed"),
    path("kegiatan/<int:pk>/", public.PublicEvent.as_view(), name="public-event"),
    path("kegiatan/<int:pk>/kalender.ics", calendars.EventIcs.as_view(), name="event-ics"),
    path("kegiatan/tanggal/<int:pk>/kalender.ics", calendars.SessionIcs.as_view(), name="session-ics"),
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
]
