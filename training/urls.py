"""The training room. Addresses speak Indonesian."""

from django.urls import path

from .views import competences, enrolments, programmes, sessions

app_name = "training"
ROOM = "staf/pelatihan/"
PROGRAMME, SESSION = f"{ROOM}program/<int:pk>/", f"{ROOM}sesi/<int:pk>/"
urlpatterns = [
    path(ROOM, enrolments.Home.as_view(), name="home"),
    path(f"{ROOM}katalog/", programmes.ProgrammeList.as_view(), name="programme-list"),
    path(f"{ROOM}katalog/excel/", programmes.ProgrammeXlsx.as_view(), name="programme-xlsx"),
    path(f"{ROOM}program/baru/", programmes.ProgrammeSave.as_view(), name="programme-add"),
    path(PROGRAMME, programmes.ProgrammeDetail.as_view(), name="programme-detail"),
    path(f"{PROGRAMME}ubah/", programmes.ProgrammeSave.as_view(), name="programme-edit"),
    path(f"{PROGRAMME}hapus/", programmes.ProgrammeDelete.as_view(), name="programme-delete"),
    path(f"{PROGRAMME}minat/", programmes.InterestToggle.as_view(), name="interest"),
    path(f"{PROGRAMME}bahan/", programmes.MaterialAdd.as_view(), name="material-add"),
    path(f"{ROOM}bahan/<int:pk>/hapus/", programmes.MaterialRemove.as_view(), name="material-remove"),
    path(f"{PROGRAMME}sesi-baru/", sessions.SessionAdd.as_view(), name="session-add"),
    path(SESSION, sessions.SessionDetail.as_view(), name="session-detail"),
    path(f"{SESSION}ubah/", sessions.SessionEdit.as_view(), name="session-edit"),
    path(f"{SESSION}pertemuan/", sessions.SessionMeetings.as_view(), name="session-meetings"),
    path(f"{SESSION}umumkan/", sessions.SessionAnnounce.as_view(), name="session-announce"),
    path(f"{SESSION}batalkan/", sessions.SessionCancel.as_view(), name="session-cancel"),
    path(f"{SESSION}peserta/excel/", sessions.ParticipantsXlsx.as_view(), name="participants-xlsx"),
    path(f"{SESSION}ikut/", enrolments.Enrol.as_view(), name="enrol"),
    path(f"{SESSION}tunjuk/", enrolments.Nominate.as_view(), name="nominate"),
    path(f"{SESSION}daftarkan-unit/", enrolments.EnrolUnit.as_view(), name="enrol-unit"),
    path(f"{ROOM}pendaftaran/<int:pk>/mundur/", enrolments.Withdraw.as_view(), name="withdraw"),
    path(f"{ROOM}pendaftaran/<int:pk>/putuskan/", enrolments.Decide.as_view(), name="decide"),
    path(f"{ROOM}persetujuan/", enrolments.Approvals.as_view(), name="approvals"),
    path(f"{ROOM}saya/", enrolments.MyTraining.as_view(), name="my-training"),
    path(f"{ROOM}saya/excel/", enrolments.MyTrainingXlsx.as_view(), name="my-training-xlsx"),
    path(f"{ROOM}kompetensi/", competences.FrameworkList.as_view(), name="framework-list"),
    path(f"{ROOM}kompetensi/impor/", competences.FrameworkImport.as_view(), name="framework-import"),
    path(f"{ROOM}kompetensi/<int:pk>/", competences.FrameworkDetail.as_view(), name="framework-detail"),
    path(f"{ROOM}kompetensi/<int:pk>/csv/", competences.FrameworkCsv.as_view(), name="framework-csv"),
]
