"""Words that wait with an answer move to where they wait apart from it (data)."""

from django.db import migrations


def move(apps, editor):
    answers = apps.get_model("evaluations", "HeldAnswer").objects.order_by("id")
    comment = apps.get_model("evaluations", "HeldComment")
    extra = apps.get_model("evaluations", "HeldExtra")
    for batch, text in answers.exclude(comment="").values_list("batch", "comment"):
        comment.objects.create(batch_id=batch, text=text)
    for batch, said in answers.exclude(extras={}).values_list("batch", "extras"):
        for question, value in said.items():
            words = {"text": value} if isinstance(value, str) else {"value": value}
            extra.objects.create(batch_id=batch, question_id=int(question), **words)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0103_held_words_apart")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
