"""The compose file and the image hold together, and their very commands run under production settings."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import yaml

from baubau_pembinaan.embedded import Servers, network
from tests.embedded.conftest import OURS, ROOT, clean_env, data_dir, eventually  # noqa: F401 (fixtures)
from tests.embedded.test_serve import port  # noqa: F401 (fixture)
from tests.migrated_cluster import furnish

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS_IN_IMAGE = ["migrate", "web", "worker", "beat"]


def test_every_service_says_whether_it_is_well():
    assert {name for name, one in SERVICES.items() if "healthcheck" not in one} == {"migrate"}


def test_our_services_run_without_rights():
    for name in OURS_IN_IMAGE:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "privileged" not in service and "user" not in service
    assert DOCKERFILE.rindex("USER app") > DOCKERFILE.rindex("RUN ")


def test_only_migrate_signs_in_as_the_owner():
    roles = {name: SERVICES[name]["environment"]["DATABASE_URL"].split("//")[1].split(":")[0] for name in OURS_IN_IMAGE}
    assert roles == {"migrate": "owner", "web": "web", "worker": "web", "beat": "web"}


def test_the_owners_password_reaches_the_database_and_migrate_alone():
    assert not [name for name, one in SERVICES.items() if "env_file" in one]  # it would hand over the whole .env
    assert {name for name, one in SERVICES.items() if "OWNER_DB_PASSWORD" in yaml.dump(one)} == {"db", "migrate"}


def test_what_the_example_names_reaches_the_web_server():
    offered = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    told = set(re.findall(r"\$\{(\w+)", yaml.dump(SERVICES["web"])))
    assert offered - told == {"OWNER_DB_PASSWORD"}


def test_the_database_is_18_and_mounted_where_18_wants_it():
    assert SERVICES["db"]["image"] == "postgres:18"
    assert SERVICES["db"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["beat"]["deploy"]["replicas"] == 1


def test_only_the_front_door_is_open():
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["caddy"]


def test_the_image_starts_what_compose_starts():
    image = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M).group(1)
    assert yaml.safe_load(image) == shlex.split(SERVICES["web"]["command"])


def test_the_example_names_every_variable_that_compose_wants():
    wanted = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert wanted <= offered


def test_no_secret_is_baked_in():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".git", ".data", ".venv"} <= set(ignored)
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD)", DOCKERFILE, re.M)


# --- the commands, run ----------------------------------------------------------------------------------------
@pytest.fixture
def migrated(data_dir):  # noqa: F811
    """Asked for before `image`: its servers find the tables already there."""
    furnish(data_dir)


@pytest.fixture
def image(data_dir, monkeypatch):  # noqa: F811
    """A function that starts a service's command in the image's environment, on servers of its own."""
    started = []
    with Servers(data_dir) as servers:
        owner = servers.postgres.url
        web = owner.replace("//baubau:", "//web:").replace((data_dir / "pg_password").read_text(), "web-password")

        def start(command: str, *, as_owner: bool = False) -> subprocess.Popen:
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            given = {
                "PATH": path, "DJANGO_SETTINGS_MODULE": "baubau_pembinaan.settings.prod", "SECRET_KEY": "x7" * 32,
                "SITE_URL": "https://pembinaan.example.org", "ALLOWED_HOSTS": "pembinaan.example.org",
                "DATABASE_URL": owner if as_owner else web, "REDIS_URL": servers.valkey.url,
                "CACHE_URL": servers.valkey.cache_url, "WEB_DB_PASSWORD": "web-password",
                "STATIC_ROOT": str(data_dir / "collected"), "DATA_DIR": str(data_dir), "HOSTNAME": "here",
            }  # fmt: skip
            words = (data_dir / f"said-{len(started)}").open("w+")
            process = subprocess.Popen(
                shlex.split(command), cwd=ROOT, env={**os.environ, **given}, stdout=words, stderr=words,
                start_new_session=True,
            )  # fmt: skip
            process.words = words
            started.append(process)
            return process

        yield start
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            process.words.close()


def said(process) -> str:
    process.words.seek(0)
    return process.words.read()


def finish(process) -> None:
    assert process.wait(timeout=120) == 0, said(process)


def test_the_commands_of_compose_run_under_production_settings(migrated, image, data_dir, port, monkeypatch):  # noqa: F811
    collect = re.search(r"python manage.py collectstatic.*", DOCKERFILE).group()
    collecting = image(collect)
    finish(image(SERVICES["migrate"]["command"], as_owner=True))
    finish(collecting)
    assert (data_dir / "collected" / "staticfiles.json").exists()

    web = image(SERVICES["web"]["command"].replace("0.0.0.0:8000", f"127.0.0.1:{port}"))
    worker, beat = image(SERVICES["worker"]["command"]), image(SERVICES["beat"]["command"])
    monkeypatch.setenv("SITE_URL", "https://pembinaan.example.org")
    assert eventually(lambda: network.answers("127.0.0.1", port), 60), said(web)
    assert eventually(lambda: " ready." in said(worker), 60), said(worker)
    assert eventually(lambda: "beat: Starting" in said(beat), 60), said(beat)
    finish(image(" ".join(SERVICES["web"]["healthcheck"]["test"][1:]).replace("8000", str(port))))
    ping = SERVICES["worker"]["healthcheck"]["test"][1].split(" --destination")[0]
    finish(image(f"{ping} --timeout 10"))
    for process in (web, worker, beat):
        assert process.poll() is None, said(process)
        process.send_signal(signal.SIGTERM)
    for process in (web, worker, beat):
        finish(process)


def test_the_web_role_writes_rows_but_not_history(migrated, image, data_dir):  # noqa: F811
    finish(image(SERVICES["migrate"]["command"], as_owner=True))  # brings the role and its rights
    servers = Servers(data_dir)
    url = servers.postgres.url.replace("//baubau:", "//web:").replace(
        (data_dir / "pg_password").read_text(), "web-password"
    )
    with psycopg2.connect(servers.postgres.url) as owner, owner.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where tablename like '%historical%' order by 1")
        history = [name for (name,) in cursor.fetchall()]
    owner.close()
    web = psycopg2.connect(url)
    web.autocommit = True
    with web.cursor() as cursor:
        cursor.execute("update libraries_library set name = name")  # rows: yes
        assert history
        for table in history:
            cursor.execute(f"select count(*), has_table_privilege('{table}', 'insert') from {table}")
            assert cursor.fetchone()[1] is True
            for deed in (f"update {table} set history_id = history_id", f"delete from {table}", f"truncate {table}"):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(deed)
        for deed in ("drop table libraries_library", "delete from django_migrations", "create role intruder"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(deed)
    web.close()
