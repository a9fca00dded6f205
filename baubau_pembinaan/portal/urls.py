"""Home pages, profile, search, help, and the pages of words."""

from django.urls import path

from .views import home, language, pages

app_name = "portal"
urlpatterns = [
    path("", home.PublicHome.as_view(), name="public-home"),
    path("staf/", home.StaffHome.as_view(), name="home"),
    path("bantuan/", pages.Help.as_view(), name="help"),
    path("tentang/", pages.About.as_view(), name="about"),
    path("privasi/", pages.Privacy.as_view(), name="privacy"),
    path("aksesibilitas/", pages.Accessibility.as_view(), name="accessibility"),
    path("luring/", pages.Offline.as_view(), name="offline"),
    path("bahasa/", language.set_language, name="set-language"),
]
