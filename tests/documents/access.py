"""Who gets in at the doors of documents."""

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries, ReportRun, StoredFile
from tests.doors import NOBODY, SIGNED_IN, Door
from tests.factories.documents import make_file, make_number, make_run, make_series

DOORS = {
    "documents:file": [
        # One's own file opens for everybody who is signed in; a stranger's for administrators only.
        Door(SIGNED_IN, lambda world, user: {"token": make_file(by=user).token}, post=False),
        Door({Role.ADMINISTRATOR}, lambda world, user: {"token": make_file().token}, post=False),
    ],
}
# Rows a machine writes: read in the admin, never added, changed or deleted there (tests/documents/test_admin.py).
for _model, _make in {"storedfile": make_file, "documentnumber": make_number, "reportrun": make_run}.items():

    def _row(world, user, make=_make):
        return {"object_id": make().pk}

    DOORS |= {
        f"admin:documents_{_model}_changelist": Door({Role.ADMINISTRATOR, Role.INSPECTOR}, posts=NOBODY),
        f"admin:documents_{_model}_add": NOBODY,
        f"admin:documents_{_model}_delete": Door(NOBODY, _row),
        f"admin:documents_{_model}_change": Door({Role.ADMINISTRATOR}, _row, any_answer=True),
    }
ADMIN_OBJECTS = {
    StoredFile: make_file,
    NumberSeries: make_series,
    DocumentNumber: make_number,
    ReportRun: make_run,
}
