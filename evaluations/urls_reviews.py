"""Performance reviews: the hub, one's own, the team's, the head's board."""

from django.urls import path

from .views.reviews import credit, cycles, detail, evidence, growth, internal, lists, papers, steps, writing

urlpatterns = [
    path("staf/kinerja/", lists.Home.as_view(), name="home"),
    path("staf/kinerja/saya/", lists.MyReviews.as_view(), name="review-mine"),
    path("staf/kinerja/tim/", lists.Team.as_view(), name="review-team"),
    path("staf/kinerja/terlambat/", lists.Late.as_view(), name="review-late"),
    path("staf/kinerja/papan/", lists.Board.as_view(), name="review-board"),
    path("staf/kinerja/papan/excel/", lists.BoardXlsx.as_view(), name="review-board-xlsx"),
    path("staf/kinerja/umpan-balik/", lists.Colleagues.as_view(), name="review-colleagues"),
    path("staf/kinerja/umpan-balik/<int:pk>/", writing.NoteAdd.as_view(), name="review-note"),
    path("staf/kinerja/kredit/", credit.MyCredit.as_view(), name="my-credit"),
    path("staf/kinerja/kredit/<int:pk>/", credit.Credit.as_view(), name="credit"),
    path("staf/kinerja/kredit/<int:pk>/cetak/", credit.CreditPaper.as_view(), name="credit-paper"),
    path("staf/kinerja/kredit/<int:pk>/pak/", credit.CreditOfficial.as_view(), name="credit-official"),
    path("staf/kinerja/siklus/", cycles.CycleList.as_view(), name="cycle-list"),
    path("staf/kinerja/siklus/<int:pk>/mulai/", cycles.CycleStart.as_view(), name="cycle-start"),
    path("staf/kinerja/siklus/<int:pk>/tutup/", cycles.CycleClose.as_view(), name="cycle-close"),
    path("staf/kinerja/<int:pk>/", detail.ReviewDetail.as_view(), name="review-detail"),
    path("staf/kinerja/<int:pk>/langkah/<slug:step>/", steps.ReviewStep.as_view(), name="review-step"),
    path("staf/kinerja/<int:pk>/pengembangan/", growth.Growth.as_view(), name="review-growth"),
    path("staf/kinerja/<int:pk>/pengembangan/tambah/", growth.GrowthAdd.as_view(), name="review-growth-add"),
    path("staf/kinerja/<int:pk>/penilaian-internal/", internal.Internal.as_view(), name="review-internal"),
    path("staf/kinerja/penilaian-internal/<int:pk>/", internal.ScoreEdit.as_view(), name="review-score"),
    path("staf/kinerja/<int:pk>/kegiatan/", evidence.Activities.as_view(), name="review-activities"),
    path("staf/kinerja/<int:pk>/kegiatan/excel/", evidence.ActivitiesXlsx.as_view(), name="review-activities-xlsx"),
    path("staf/kinerja/<int:pk>/suara-pemustaka/", evidence.PatronVoice.as_view(), name="review-voice"),
    path("staf/kinerja/<int:pk>/bukti.zip", evidence.EvidenceBundle.as_view(), name="review-evidence"),
    path("staf/kinerja/<int:pk>/atasan/", cycles.Reassign.as_view(), name="review-reassign"),
    path("staf/kinerja/<int:pk>/hasil/tambah/", writing.ResultAdd.as_view(), name="review-result-add"),
    path("staf/kinerja/<int:pk>/nilai-mandiri/", writing.SelfEdit.as_view(), name="review-self"),
    path("staf/kinerja/<int:pk>/evaluasi/", writing.RatingEdit.as_view(), name="review-rating"),
    path("staf/kinerja/<int:pk>/cetak/<slug:paper>/", papers.ReviewPaper.as_view(), name="review-paper"),
    path("staf/kinerja/hasil/<int:pk>/", writing.ResultEdit.as_view(), name="review-result"),
    path("staf/kinerja/hasil/<int:pk>/hapus/", writing.ResultRemove.as_view(), name="review-result-remove"),
    path("staf/kinerja/perilaku/<int:pk>/", writing.ConductEdit.as_view(), name="review-conduct"),
    path("staf/kinerja/berkala/<int:pk>/", writing.PeriodEdit.as_view(), name="review-period"),
]
