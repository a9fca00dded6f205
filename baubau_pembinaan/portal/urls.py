"""Home pages, profile, search, help, and the pages of words."""

from django.urls import path

from .views import demo, home, language, machines, pages, profile, search

app_name = "portal"
urlpatterns = [
    path("", home.PublicHome.as_view(), name="public-home"),
    path("staf/", home.StaffHome.as_view(), name="home"),
    path("staf/profil/", profile.Profile.as_view(), name="profile"),
    path("staf/cari/", search.Search.as_view(), name="search"),
    path("staf/data-contoh/", demo.RemoveDemo.as_view(), name="remove-demo"),
    path("bantuan/", pages.Help.as_view(), name="help"),
    path("tentang/", pages.About.as_view(), name="about"),
    path("privasi/", pages.Privacy.as_view(), name="privacy"),
    path("aksesibilitas/", pages.Accessibility.as_view(), name="accessibility"),
    path("luring/", pages.Offline.as_view(), name="offline"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("bahasa/", language.set_language, name="set-language"),
]
