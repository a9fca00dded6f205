"""People: directory, own contact, one-time links."""

from django.urls import path
from django.views.generic import RedirectView

from .views import accounts, managing, own, people, public

app_name = "accounts"
urlpatterns = [
    path("staf/pegawai/", people.PersonList.as_view(), name="person-list"),
    path("staf/pegawai/unduh/", people.PersonExport.as_view(), name="person-export"),
    path("staf/pegawai/impor/", managing.StaffImport.as_view(), name="person-import"),
    path("staf/pegawai/impor/templat/", managing.StaffTemplate.as_view(), name="person-import-template"),
    path("staf/pegawai/gabung/", managing.Merging.as_view(), name="person-merge"),
    path("staf/pegawai/<int:pk>/", people.PersonDetail.as_view(), name="person-detail"),
    path("staf/pegawai/<int:pk>/peran/", managing.RolesChange.as_view(), name="person-roles"),
    path("staf/pegawai/<int:pk>/tautan/", managing.LinkIssue.as_view(), name="person-link"),
    path("staf/pegawai/<int:pk>/cabut-tautan/", managing.LinkRevoke.as_view(), name="person-link-revoke"),
    path("staf/pegawai/<int:pk>/berhenti/", managing.Leaving.as_view(), name="person-leave"),
    path("staf/pegawai/<int:pk>/kembali/", managing.Returning.as_view(), name="person-return"),
    path("staf/akun/", accounts.AccountList.as_view(), name="account-list"),
    path("staf/akun/undang/", accounts.AccountInvite.as_view(), name="account-invite"),
    path("staf/akun/<int:pk>/", accounts.AccountDetail.as_view(), name="account-detail"),
    path("staf/akun/<int:pk>/peran/", accounts.AccountRoles.as_view(), name="account-roles"),
    path("staf/akun/<int:pk>/tautan/", accounts.AccountLink.as_view(), name="account-link"),
    path("staf/akun/<int:pk>/cabut-tautan/", accounts.AccountLinkRevoke.as_view(), name="account-link-revoke"),
    path("staf/akun/<int:pk>/tutup/", accounts.AccountClose.as_view(), name="account-close"),
    path("staf/akun/<int:pk>/buka/", accounts.AccountReopen.as_view(), name="account-reopen"),
    path("staf/akun/<int:pk>/hubungkan/", accounts.AccountConnect.as_view(), name="account-connect"),
    path("staf/profil/kontak/", own.OwnContact.as_view(), name="own-contact"),
    path("akun/lupa-nip/", public.ForgottenNip.as_view(), name="forgotten-nip"),
    path("akun/tautan/<str:token>/", public.Link.as_view(), name="link"),
    # allauth's own page would let an e-mail change without the password; ours stands before it.
    path("akun/email/", RedirectView.as_view(pattern_name="accounts:own-contact"), name="own-email"),
]
