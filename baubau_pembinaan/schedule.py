"""The default timetable, readable aloud. Synced into the database where absent; edits in the admin win.

Times are the library's own (Asia/Makassar). Task names are checked by tests/architecture.
"""

from celery.schedules import crontab
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# name -> (task, when, what it does in words)
TIMETABLE: dict[str, tuple[str, crontab, str | Promise]] = {
    "notifications.heartbeat": (
        "notifications.heartbeat",
        crontab(),
        _("Every minute: shows that the background work is alive."),
    ),
    "notifications.sweep_outbox": (
        "notifications.sweep_outbox",
        crontab(),
        _("Every minute: sends waiting e-mail that was not picked up at once."),
    ),
    "notifications.send_reminders": (
        "notifications.send_reminders",
        crontab(minute="*/10", hour="7-19"),
        _("Every ten minutes from 07.00 to 19.50: sends the reminders that are due and were not sent yet."),
    ),
    "notifications.listen_telegram": (
        "notifications.listen_telegram",
        crontab(),
        _("Every minute, where a Telegram bot is set up: links the people who pressed Start."),
    ),
    "notifications.clear_expired": (
        "notifications.clear_expired",
        crontab(minute="40", hour="3"),
        _("Every night at 03.40: removes sign-in sessions past their end."),
    ),
    "evaluations.shuffle_closed_days": (
        "evaluations.shuffle_closed_days",
        crontab(minute="20", hour="1"),
        _("Every night at 01.20: mixes the order of yesterday's survey answers, so nobody can tell who came when."),
    ),
    "evaluations.forget_old_keys": (
        "evaluations.forget_old_keys",
        crontab(minute="30", hour="1"),
        _("Every night at 01.30: forgets the keys of survey forms sent more than seven days ago."),
    ),
    "training.lapse_offers": (
        "training.lapse_offers",
        crontab(minute="*/10"),
        _("Every ten minutes: passes on seats in trainings that were offered and not taken in time."),
    ),
    "evaluations.ask_afterwards": (
        "evaluations.ask_afterwards",
        crontab(minute="*/10", hour="7-20"),
        _("Every ten minutes from 07.00 to 20.50: asks those who attended a training or event what they think."),
    ),
    "outreach.send_notices": (
        "outreach.send_notices",
        crontab(),
        _("Every minute: sends e-mail to people who registered for events."),
    ),
    "outreach.care_for_queues": (
        "outreach.care_for_queues",
        crontab(minute="*/5"),
        _("Every five minutes: passes on seats whose offer or confirmation ran out, and notes events as held."),
    ),
    "outreach.forget_names": (
        "outreach.forget_names",
        crontab(minute="50", hour="1"),
        _("Every night at 01.50: removes names and contacts from registrations past their term."),
    ),
    "evaluations.wake_forgotten_reports": (
        "evaluations.wake_forgotten_reports",
        crontab(),
        _("Every minute: takes up survey reports that nobody has begun to make."),
    ),
    "evaluations.signal_weak_collection": (
        "evaluations.signal_weak_collection",
        crontab(minute="10", hour="2"),
        _("Every night at 02.10: tells the demand board which age groups find the collection weak."),
    ),
    "evaluations.close_rounds": (
        "evaluations.close_rounds",
        crontab(minute="5", hour="0"),
        _("Every night at 00.05: ends the rounds of 360-degree feedback whose last day is over."),
    ),
    "reports.wake_forgotten": (
        "reports.wake_forgotten",
        crontab(),
        _("Every minute: takes up reports that nobody has begun to make."),
    ),
    "reports.see_to_due": (
        "reports.see_to_due",
        crontab(minute="*/10"),
        _("Every ten minutes: makes the reports that are due and tells those who are to read them."),
    ),
    "runs.wake_forgotten": (
        "runs.wake_forgotten",
        crontab(),
        _("Every minute: takes up lists and certificates that nobody has begun to work on."),
    ),
    "collections_app.forget_contacts": (
        "collections_app.forget_contacts",
        crontab(minute="50", hour="1"),
        _("Every night at 01.50: removes names and numbers from book suggestions that ended half a year ago."),
    ),
    "collections_app.renew_words": (
        "collections_app.renew_words",
        crontab(minute="35", hour="1"),
        _("Every night at 01.35: collects the words of the catalogue, by which misspelt searches are put right."),
    ),
    "collections_app.mail_patrons": (
        "collections_app.mail_patrons",
        crontab(minute="15", hour="9,15"),
        _("Every day at 09.15 and 15.15: tells patrons by e-mail, once a day at most, how far their suggestions are."),
    ),
    "evaluations.send_complaint_letters": (
        "evaluations.send_complaint_letters",
        crontab(),
        _("Every minute: sends the waiting e-mail to people who complained, asked or praised."),
    ),
    "evaluations.forget_complainants": (
        "evaluations.forget_complainants",
        crontab(minute="55", hour="1"),
        _("Every night at 01.55: removes names, addresses and words from complaints answered long ago."),
    ),
}

# Entries of earlier versions: what they did is a reminder rule by now, or done elsewhere, or never did anything.
RETIRED = ("evaluations.tell_about_comments", "collections_app.wake_forgotten", "celery.backend_cleanup")
