"""The FLOOR page's table: ordinary rows with one foreign key, found by one index."""

from django.db import models


class FloorPlace(models.Model):
    name = models.CharField(max_length=60)


class FloorRow(models.Model):
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    place = models.ForeignKey(FloorPlace, on_delete=models.PROTECT)
    day = models.DateField()
    amount = models.IntegerField()
    status = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["status", "-day", "-id"], name="bench_floor_newest")]
